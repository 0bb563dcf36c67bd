package io.mnemesh.mesh.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadReflectionTest {

    @Test
    void shouldNameEveryRecordThatAnEventCarries() {
        // Given
        Set<Class<?>> carried = new LinkedHashSet<>();
        EventTypes.ALL.forEach(type -> collect(type.payload(), carried));

        // When
        Class<?>[] named = PayloadReflection.class
                .getAnnotation(RegisterForReflection.class)
                .targets();

        // Then
        assertThat(named).containsExactlyInAnyOrderElementsOf(carried);
    }

    private static void collect(Type type, Set<Class<?>> carried) {
        if (type instanceof ParameterizedType parameterized) {
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(argument -> collect(argument, carried));
        } else if (type instanceof Class<?> raw && raw.isRecord() && carried.add(raw)) {
            for (RecordComponent component : raw.getRecordComponents()) {
                collect(component.getGenericType(), carried);
            }
        }
    }
}
