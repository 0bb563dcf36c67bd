package io.mnemesh.cache.declarative;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.util.List;

/** Makes the {@link CachedBeans} of the running service. */
public final class CachedBeansCreator implements SyntheticBeanCreator<CachedBeans> {

    static final String CLASSES = "classes";

    @Override
    public CachedBeans create(Instance<Object> lookup, Parameters parameters) {
        return new CachedBeans(List.of(parameters.get(CLASSES, String[].class)));
    }
}
