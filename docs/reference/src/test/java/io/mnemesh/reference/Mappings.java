package io.mnemesh.reference;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The settings that the configuration interfaces of a source folder declare, read with the JDK's own parser, because
 * what a setting means is only in the sources.
 */
final class Mappings {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("String", "text"),
            Map.entry("boolean", "boolean"),
            Map.entry("int", "integer"),
            Map.entry("Integer", "integer"),
            Map.entry("long", "integer"),
            Map.entry("double", "number"),
            Map.entry("Double", "number"),
            Map.entry("Duration", "duration"),
            Map.entry("MemorySize", "size"),
            Map.entry("Path", "path"),
            Map.entry("URI", "URL"),
            Map.entry("List<String>", "list"),
            Map.entry("List<URI>", "list of URLs"),
            Map.entry("RedisClientType", "name"),
            Map.entry("IndexKind", "name"));

    private final DocTrees trees;
    private final List<Setting> settings = new ArrayList<>();

    private Mappings(DocTrees trees) {
        this.trees = trees;
    }

    /** All settings below a source folder, by file, each file in its own order. */
    static List<Setting> below(Path sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(interfaces(sources));
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            var mappings = new Mappings(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    mappings.root(new TreePath(new TreePath(unit), type));
                }
            }
            return List.copyOf(mappings.settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> interfaces(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(Mappings::isMapping)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isMapping(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void root(TreePath path) {
        if (path.getLeaf() instanceof ClassTree type) {
            annotation(type.getModifiers(), "ConfigMapping").ifPresent(prefix -> group(path, type, prefix));
        }
    }

    private void group(TreePath path, ClassTree type, String prefix) {
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                member(path, type, method, prefix);
            }
        }
    }

    private void member(TreePath path, ClassTree owner, MethodTree method, String prefix) {
        String name = annotation(method.getModifiers(), "WithName")
                .orElseGet(() -> StringUtil.skewer(method.getName().toString()));
        String key = isParents(method) ? prefix : prefix + "." + name;
        Optional<Tree> named = valueOfMap(method.getReturnType());
        Optional<ClassTree> entry = named.flatMap(value -> nested(owner, value));
        if (entry.isPresent()) {
            group(new TreePath(path, entry.get()), entry.get(), key + "." + Setting.ANY_NAME);
            return;
        }
        if (named.isPresent()) {
            settings.add(new Setting(
                    key + "." + Setting.ANY_NAME,
                    type(key, named.get(), false),
                    null,
                    true,
                    meaning(new TreePath(path, method), prefix, key)));
            return;
        }
        Optional<ClassTree> nested = nested(owner, method.getReturnType());
        if (nested.isPresent()) {
            group(new TreePath(path, nested.get()), nested.get(), key);
            return;
        }
        boolean optional = method.getReturnType() instanceof ParameterizedTypeTree generic
                && generic.getType().toString().equals("Optional");
        settings.add(new Setting(
                key,
                type(key, method.getReturnType(), optional),
                annotation(method.getModifiers(), "WithDefault").orElse(null),
                optional,
                meaning(new TreePath(path, method), prefix, key)));
    }

    private static boolean isParents(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("WithParentName"));
    }

    private static Optional<Tree> valueOfMap(Tree type) {
        return type instanceof ParameterizedTypeTree generic
                        && generic.getType().toString().equals("Map")
                ? Optional.of(generic.getTypeArguments().getLast())
                : Optional.empty();
    }

    private static Optional<ClassTree> nested(ClassTree owner, Tree type) {
        return owner.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(inner -> inner.getSimpleName().contentEquals(type.toString()))
                .findFirst();
    }

    private static String type(String key, Tree declared, boolean optional) {
        String type = optional
                ? ((ParameterizedTypeTree) declared)
                        .getTypeArguments()
                        .getFirst()
                        .toString()
                : declared.toString();
        String known = TYPES.get(type);
        if (known == null) {
            throw new IllegalStateException(key + " has the type " + type + ", which the legend does not know.");
        }
        return known;
    }

    private String meaning(TreePath method, String prefix, String key) {
        var doc = trees.getDocCommentTree(method);
        if (doc == null) {
            throw new IllegalStateException(key + " has no documentation comment.");
        }
        return DocText.markdown(doc.getFullBody(), prefix);
    }

    /** The only value of an annotation, which is {@code prefix} of a mapping and {@code value} of others. */
    private static Optional<String> annotation(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .map(Mappings::value)
                .findFirst();
    }

    private static String value(AnnotationTree annotation) {
        ExpressionTree argument = annotation.getArguments().getFirst();
        ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
        if (value instanceof LiteralTree literal && literal.getValue() instanceof String text) {
            return text;
        }
        throw new IllegalStateException(annotation + " has to have one literal.");
    }
}
