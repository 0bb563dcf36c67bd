package io.mnemesh.cache.declarative;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Reads which values become parts of a text.
 *
 * @param whole  what the text is: key or tag
 * @param advice sentence for who has named a value that cannot be a part, with a space before it; empty if there is none
 */
record PartReader(Refusal refusal, String whole, String advice) {

    /**
     * @param name      of the value in sentences
     * @param component of the value, which is a record; empty for the value itself
     */
    KeyPart read(int index, String name, Class<?> type, String component) {
        if (component.isEmpty()) {
            return new KeyPart(index, null, possible(type, name));
        }
        Method accessor = accessor(type, component);
        return new KeyPart(index, accessor, possible(accessor.getReturnType(), name + "." + component));
    }

    private Method accessor(Class<?> type, String component) {
        RecordComponent[] components = type.getRecordComponents();
        Method accessor = components == null
                ? null
                : Arrays.stream(components)
                        .filter(one -> one.getName().equals(component))
                        .map(RecordComponent::getAccessor)
                        .findFirst()
                        .orElse(null);
        if (accessor == null) {
            throw refusal.because("takes as " + whole + " the component '" + component + "' of " + type.getSimpleName()
                    + ", which has none of that name.");
        }
        accessor.setAccessible(true);
        return accessor;
    }

    private Class<?> possible(Class<?> type, String name) {
        refusal.unless(
                KeyPart.possible(type),
                "takes '" + name + "' of type " + type.getSimpleName() + " into its " + whole + "; a part of a " + whole
                        + " is text, a whole number, a truth value, a UUID, an enum, an Instant or a LocalDate."
                        + advice);
        return MethodType.methodType(type).wrap().returnType();
    }
}
