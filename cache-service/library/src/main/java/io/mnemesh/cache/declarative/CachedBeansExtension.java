package io.mnemesh.cache.declarative;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.Cached;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Set;
import java.util.TreeSet;

/** Runs when a service is built: finds the classes whose beans have declared caches and leaves their names to the running service. */
public final class CachedBeansExtension implements BuildCompatibleExtension {

    private final Set<String> classes = new TreeSet<>();

    @Registration(types = Object.class)
    public void find(BeanInfo bean) {
        ClassInfo type = bean.declaringClass();
        if (!bean.isClassBean() || type.hasAnnotation(Interceptor.class)) {
            return;
        }
        if (declares(type)) {
            classes.add(type.name());
        }
        for (MethodInfo method : type.methods()) {
            if (declares(method)) {
                classes.add(method.declaringClass().name());
            }
        }
    }

    private static boolean declares(AnnotationTarget target) {
        return target.hasAnnotation(Cached.class) || target.hasAnnotation(CacheInvalidate.class);
    }

    @Synthesis
    public void tell(SyntheticComponents components) {
        components
                .addBean(CachedBeans.class)
                .type(CachedBeans.class)
                .scope(Singleton.class)
                .withParam(CachedBeansCreator.CLASSES, classes.toArray(String[]::new))
                .createWith(CachedBeansCreator.class);
    }
}
