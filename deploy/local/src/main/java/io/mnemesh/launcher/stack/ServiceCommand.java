package io.mnemesh.launcher.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that start a process of a service, on the JVM or native. */
public final class ServiceCommand {

    private ServiceCommand() {}

    /**
     * Starts its native executable.
     *
     * @param home    the repository
     * @param options of the executable: its heap, for example
     * @throws LauncherException if none was built
     */
    public static List<String> natively(Service service, Path home, List<String> options) {
        Path executable = service.nativeExecutable(home)
                .orElseThrow(() -> new LauncherException(service.key()
                        + " has no native executable; run ./mnemesh build --native " + service.key() + "."));
        var words = new ArrayList<String>();
        words.add(executable.toString());
        words.addAll(options);
        return words;
    }

    /**
     * Starts its jar.
     *
     * @param home    the repository
     * @param jvm     what it runs on
     * @param options of the virtual machine beside those that the service needs: its heap, for example
     * @throws LauncherException if it was not built
     */
    public static List<String> onJvm(Service service, Path home, Jvm jvm, List<String> options) {
        Path jar = service.jar(home);
        if (!Files.exists(jar)) {
            throw new LauncherException(service.key() + " is not built: " + jar + " is missing; run ./mnemesh build.");
        }
        var words = new ArrayList<String>();
        words.add(jvm.java().resolve("bin/java").toString());
        words.add("-XX:+UseSerialGC");
        // What the compilers have given back goes back to the system.
        words.add("-XX:TrimNativeHeapInterval=60000");
        words.add("-XX:+UseCompactObjectHeaders");
        words.add("-Xss512k");
        words.add("--enable-native-access=ALL-UNNAMED");
        words.addAll(service.javaOptions());
        words.add("--sun-misc-unsafe-memory-access=allow");
        words.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        words.addAll(options);
        Path made = jvm.making().get(service);
        Path cache = service.cache(home);
        if (made != null) {
            words.add("-XX:AOTCacheOutput=" + made);
        } else if (jvm.cached() && Files.exists(cache)) {
            // A virtual machine that cannot use it, because the jars are newer, says so and goes on without it.
            words.add("-XX:AOTCache=" + cache);
        }
        words.add("-jar");
        words.add(jar.toString());
        return words;
    }
}
