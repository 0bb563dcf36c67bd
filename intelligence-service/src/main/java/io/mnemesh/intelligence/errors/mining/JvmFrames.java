package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames as the JVM prints them: {@code at loader/module@1/a.b.C.method(C.java:12) ~[app.jar:1]}. What compilers,
 * proxies and containers put into names is taken out, so that a class is the same with and without its wrappers.
 */
final class JvmFrames {

    private static final List<String> FOREIGN = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "clojure.",
            "org.springframework.",
            "org.apache.",
            "org.hibernate.",
            "org.jboss.",
            "org.postgresql.",
            "org.junit.",
            "org.eclipse.",
            "org.slf4j.",
            "io.quarkus.",
            "io.vertx.",
            "io.netty.",
            "io.smallrye.",
            "io.micrometer.",
            "io.micronaut.",
            "io.grpc.",
            "io.opentelemetry.",
            "io.lettuce.",
            "io.projectreactor.",
            "com.fasterxml.",
            "com.zaxxer.",
            "com.mysql.",
            "com.google.common.",
            "com.google.inject.",
            "reactor.",
            "rx.",
            "akka.",
            "okhttp3.",
            "android.",
            "androidx.",
            "redis.clients.");

    /** Parts of names of frames that no source has: the frame beside them says where the code is. */
    private static final List<String> GENERATED = List.of(
            "$$Lambda",
            "LambdaForm$",
            "$$FastClass",
            "GeneratedMethodAccessor",
            "GeneratedConstructorAccessor",
            "GeneratedSerializationConstructorAccessor",
            "$quarkusrestinvoker$",
            "_Bean.",
            "_Observer_",
            "_Subclass$$function");

    /** Where what a wrapper adds to the name of a class begins. */
    private static final List<String> WRAPPED =
            List.of("$$", "$Proxy$_", "$HibernateProxy$", "$ByteBuddy$", "$MockitoMock$", "_$$_jvst");

    private static final List<String> SUFFIXES = List.of("_Subclass", "_ClientProxy", "_WeldSubclass", "_");

    /** Characters in the hash that Kotlin adds to functions with inline classes. */
    private static final int MANGLED = 7;

    private JvmFrames() {}

    static @Nullable Frame read(String line, String next) {
        if (!line.startsWith("at ")) {
            return null;
        }
        int open = line.indexOf('(');
        int close = line.indexOf(')', open + 1);
        if (open < 0 || close < 0 || !isSource(line.substring(open + 1, close))) {
            return null;
        }
        String name = line.substring(3, open).strip();
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            return null;
        }
        if (GENERATED.stream().anyMatch(name::contains) || isProxy(name)) {
            return Frame.foreign(name);
        }
        String plain = plain(name.substring(name.lastIndexOf('/') + 1));
        return FOREIGN.stream().anyMatch(plain::startsWith) ? Frame.foreign(plain) : Frame.own(plain);
    }

    /** {@code C.java:12}, {@code C.kt}, {@code Native Method}, {@code Unknown Source} or {@code <generated>}. */
    private static boolean isSource(String place) {
        if (place.equals("Native Method") || place.equals("Unknown Source") || place.equals("<generated>")) {
            return true;
        }
        int colon = place.lastIndexOf(':');
        String file = colon < 0 ? place : place.substring(0, colon);
        return file.endsWith(".java")
                || file.endsWith(".kt")
                || file.endsWith(".scala")
                || file.endsWith(".groovy")
                || file.endsWith(".clj")
                || (file.endsWith("SourceFile") && colon > 0);
    }

    /** {@code com.sun.proxy.$Proxy12.call}. */
    private static boolean isProxy(String name) {
        int proxy = name.indexOf("$Proxy");
        int digit = proxy + "$Proxy".length();
        return proxy >= 0 && digit < name.length() && Characters.isDigit(name.charAt(digit));
    }

    private static String plain(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return method(name);
        }
        String type = name.substring(0, dot);
        for (String mark : WRAPPED) {
            int at = type.indexOf(mark);
            type = at > 0 ? type.substring(0, at) : type;
        }
        for (String suffix : SUFFIXES) {
            type = type.endsWith(suffix) ? type.substring(0, type.length() - suffix.length()) : type;
        }
        return withoutNumbers(type) + "." + method(name.substring(dot + 1));
    }

    /** The function in whose source a method is: lambdas, accessors and forwarders belong to it. */
    private static String method(String method) {
        String plain = method;
        for (String mark : List.of("$$", "$lambda$")) {
            int at = plain.indexOf(mark);
            plain = at > 0 ? plain.substring(0, at) : plain;
        }
        int dash = plain.lastIndexOf('-');
        if (dash > 0 && plain.length() - dash - 1 == MANGLED) {
            plain = plain.substring(0, dash);
        }
        return withoutNumbers(plain.startsWith("lambda$") ? plain.substring("lambda$".length()) : plain);
    }

    /** Drops the {@code $1} of anonymous classes and lambdas. */
    private static String withoutNumbers(String name) {
        var out = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at++);
            if (c == '$' && at < name.length() && Characters.isDigit(name.charAt(at))) {
                while (at < name.length() && Characters.isDigit(name.charAt(at))) {
                    at++;
                }
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
