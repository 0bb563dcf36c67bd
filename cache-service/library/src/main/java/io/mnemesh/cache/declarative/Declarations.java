package io.mnemesh.cache.declarative;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.Cached;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the methods of some classes declare, checked for agreement with each other. */
final class Declarations {

    private Declarations() {}

    /** @throws IllegalStateException with a sentence that names the method, if a declaration cannot work */
    static List<Declaration> of(Collection<Class<?>> classes) {
        var declarations = new ArrayList<Declaration>();
        for (Class<?> type : classes) {
            refuseOnTypes(type);
            for (Method method : type.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    DeclarationReader.read(method).ifPresent(declarations::add);
                }
            }
        }
        agree(declarations);
        return declarations;
    }

    private static void refuseOnTypes(Class<?> type) {
        if (type.isAnnotationPresent(Cached.class) || type.isAnnotationPresent(CacheInvalidate.class)) {
            throw new IllegalStateException(
                    type.getSimpleName() + " declares a cache at the class; declare it at each method.");
        }
    }

    private static void agree(List<Declaration> declarations) {
        Map<String, Declaration> loaders = new HashMap<>();
        for (Declaration declaration : declarations) {
            if (declaration.settings() != null) {
                var first = loaders.putIfAbsent(declaration.cache(), declaration);
                if (first != null) {
                    agree(first, declaration);
                }
            }
        }
        for (Declaration declaration : declarations) {
            var loader = loaders.get(declaration.cache());
            if (loader == null) {
                throw new IllegalStateException(declaration.name() + " invalidates the cache '" + declaration.cache()
                        + "', which no @Cached method of this service fills.");
            }
            if (declaration.isOfTags()) {
                tagsAreGiven(loader, declaration);
            } else if (!loader.keyTypes().equals(declaration.keyTypes())) {
                throw disagreement(
                        loader,
                        declaration,
                        "with keys of different types: " + types(loader) + " and " + types(declaration));
            }
        }
    }

    private static void tagsAreGiven(Declaration loader, Declaration change) {
        var given = loader.tags().stream().map(TagText::form).toList();
        for (TagText tag : change.tags()) {
            if (!given.contains(tag.form())) {
                throw new IllegalStateException(change.name() + " invalidates tags '" + tag.form() + "' of the cache '"
                        + change.cache() + "', whose values have " + given + ".");
            }
        }
    }

    private static void agree(Declaration first, Declaration other) {
        var one = first.answer().value();
        var two = other.answer().value();
        if (!one.equals(two)) {
            throw disagreement(
                    first, other, "with values of different types: " + one.getTypeName() + " and " + two.getTypeName());
        }
        if (!Objects.equals(first.settings(), other.settings())) {
            throw disagreement(first, other, "and say different things about it");
        }
    }

    private static List<String> types(Declaration declaration) {
        return declaration.keyTypes().stream().map(Class::getSimpleName).toList();
    }

    private static IllegalStateException disagreement(Declaration first, Declaration other, String how) {
        return new IllegalStateException(first.name() + " and " + other.name() + " use the cache '" + first.cache()
                + "' " + how + ". Give them two names.");
    }
}
