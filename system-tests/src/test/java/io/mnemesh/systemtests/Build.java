package io.mnemesh.systemtests;

import io.mnemesh.launcher.stack.Jvm;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.launcher.stack.ServiceCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The build that these tests belong to. */
final class Build {

    /** The repository. */
    static final Path HOME =
            Path.of(System.getProperty("mnemesh.home")).toAbsolutePath().normalize();

    /** Services that run as native executables; none unless the test was told. */
    static final Set<Service> NATIVES = Service.named(System.getProperty("mnemesh.native", ""));

    private Build() {}

    /** What starts a process of a service: its executable if the test was told to, or its jar. */
    static List<String> command(Service service, List<String> options) {
        return command(HOME, service, options, List.of());
    }

    /**
     * The same of another build.
     *
     * @param home    that build's repository
     * @param options of executable and virtual machine
     * @param onJvm   options of the virtual machine alone
     */
    static List<String> command(Path home, Service service, List<String> options, List<String> onJvm) {
        return NATIVES.contains(service)
                ? ServiceCommand.natively(service, home, options)
                : ServiceCommand.onJvm(
                        service,
                        home,
                        Jvm.current(true),
                        Stream.concat(options.stream(), onJvm.stream()).toList());
    }

    /** Makes the folder of logs of a test. */
    static Path logs(String name) throws IOException {
        return Files.createDirectories(HOME.resolve("system-tests/target/logs").resolve(name));
    }
}
