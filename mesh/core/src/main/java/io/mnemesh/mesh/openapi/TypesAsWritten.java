package io.mnemesh.mesh.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;

/**
 * Brings what the code says of its types into the API description, which the scanner leaves out: members that may be null, by
 * JSpecify, and types that are written as one value, by Jackson. Runs when a service is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class TypesAsWritten implements OASFilter {

    private static final String OWN = "io.mnemesh.";
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName ONE_VALUE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonValue");

    private static final DotName DESCRIBED =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName NAMED = DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");

    /** Jackson's trees, whose classes are not what is written. */
    private static final Set<String> TREE = Set.of("JsonNode", "JsonNodeType", "ObjectNode", "ArrayNode");

    private final Map<String, List<ClassInfo>> byName = new HashMap<>();

    public TypesAsWritten(IndexView index) {
        Collection<ClassInfo> known = index.getKnownClasses();
        for (ClassInfo type : known) {
            if (type.name().toString().startsWith(OWN)) {
                byName.computeIfAbsent(describedName(type), name -> new ArrayList<>())
                        .add(type);
            }
        }
    }

    private static String describedName(ClassInfo type) {
        AnnotationInstance described = type.declaredAnnotation(DESCRIBED);
        AnnotationValue given = described == null ? null : described.value("name");
        if (given != null) {
            return given.asString();
        }
        String name = type.name().withoutPackagePrefix();
        return name.substring(name.lastIndexOf('$') + 1);
    }

    @Override
    public void filterOpenAPI(OpenAPI description) {
        if (description.getComponents() == null || description.getComponents().getSchemas() == null) {
            return;
        }
        description.getComponents().getSchemas().forEach(this::writeAs);
        TREE.forEach(description.getComponents()::removeSchema);
    }

    private void writeAs(String name, Schema schema) {
        if (schema.getProperties() == null) {
            return;
        }
        for (ClassInfo type : byName.getOrDefault(name.replaceAll("\\d+$", ""), List.of())) {
            Map<String, FieldInfo> members = members(type);
            // Names are simple, so that another class may have the same; the one described has all the members.
            if (members.keySet().containsAll(schema.getProperties().keySet())) {
                write(schema, type, members);
                return;
            }
        }
    }

    private static Map<String, FieldInfo> members(ClassInfo type) {
        var members = new HashMap<String, FieldInfo>();
        for (FieldInfo field : type.fields()) {
            AnnotationInstance named = field.annotation(NAMED);
            AnnotationValue name = named == null ? null : named.value();
            members.put(name == null ? field.name() : name.asString(), field);
        }
        return members;
    }

    private static void write(Schema schema, ClassInfo type, Map<String, FieldInfo> members) {
        if (type.hasAnnotation(ONE_VALUE) && schema.getProperties().size() == 1) {
            Schema only = schema.getProperties().values().iterator().next();
            schema.setProperties(null);
            schema.setRequired(null);
            schema.setType(only.getType());
            return;
        }
        List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
        for (Map.Entry<String, Schema> member :
                List.copyOf(schema.getProperties().entrySet())) {
            FieldInfo field = members.get(member.getKey());
            Schema described = withoutTree(member.getValue());
            if (field != null && field.type().hasAnnotation(NULLABLE) && !required.contains(member.getKey())) {
                described = orNull(described);
            }
            schema.addProperty(member.getKey(), described);
        }
    }

    /** A member that is read as a tree has the form that is said of it, or any. */
    private static Schema withoutTree(Schema schema) {
        if (schema.getRef() != null
                && TREE.contains(schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1))) {
            schema.setRef(null);
            schema.setType(null);
        }
        return schema;
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() != null || schema.getEnumeration() != null) {
            return OASFactory.createSchema().anyOf(List.of(schema, nothing()));
        }
        if (schema.getAnyOf() != null) {
            return schema.addAnyOf(nothing());
        }
        if (schema.getType() != null && !schema.getType().contains(SchemaType.NULL)) {
            var types = new ArrayList<>(schema.getType());
            types.add(SchemaType.NULL);
            schema.setType(types);
        }
        return schema;
    }

    private static Schema nothing() {
        return OASFactory.createSchema().type(List.of(SchemaType.NULL));
    }
}
