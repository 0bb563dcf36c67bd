package io.mnemesh.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.TarImage;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Entry point of {@code ./mnemesh build} for bills of materials and images. */
@Command(name = "images", description = "Bills of materials and images of packaged services.")
public final class Main {

    private final Path home;

    private Main(Path home) {
        this.home = home;
    }

    public static void main(String[] arguments) {
        Path home = Path.of(System.getenv().getOrDefault("MNEMESH_HOME", "."));
        System.exit(run(home, arguments));
    }

    /** @return exit status */
    static int run(Path home, String... arguments) {
        return new CommandLine(new Main(home))
                .setExecutionExceptionHandler((error, _, _) -> {
                    System.err.println("mnemesh: " + error.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Command(name = "bills", description = "Write target/bom.json of each service.")
    int bills(@Parameters(paramLabel = "SERVICE", arity = "0..*") @Nullable List<String> names) throws IOException {
        var bills = new BillOfMaterials(PomLicences.ofThisUser());
        for (Service service : services(names)) {
            Files.writeString(bill(service), bills.of(PackagedService.of(service, home)));
        }
        return 0;
    }

    @Command(name = "image", description = "Write target/image.tar of each service, or push it.")
    int image(
            @Option(names = "--base", paramLabel = "IMAGE", defaultValue = Base.DEFAULT) String base,
            @Option(names = "--push", paramLabel = "REPOSITORY") @Nullable String repository,
            @Option(names = "--revision", defaultValue = "unknown") String revision,
            @Option(names = "--runtime", paramLabel = "DIR", required = true) Path runtime,
            @Parameters(paramLabel = "SERVICE", arity = "0..*") @Nullable List<String> names)
            throws Exception {
        for (Service service : services(names)) {
            PackagedService packaged = PackagedService.of(service, home);
            Path target = bill(service).resolveSibling("");
            var image = new ServiceImage(
                    home, packaged, runtime, target.resolve("image").resolve("app.aot"), bill(service));
            String name = "mnemesh/" + packaged.name() + ":" + packaged.version();
            Path layers = home.resolve(".mnemesh/jib");
            var to = (repository == null
                            ? Containerizer.to(
                                    TarImage.at(target.resolve("image.tar")).named(name))
                            : Containerizer.to(
                                    Base.inRegistry(repository + "/" + packaged.name() + ":" + packaged.version())))
                    .setToolName("mnemesh")
                    .setBaseImageLayersCache(layers.resolve("base"))
                    .setApplicationLayersCache(layers.resolve("service"));
            var made = image.on(Base.of(base), revision).containerize(to);
            System.out.println(
                    repository == null
                            ? "  " + target.resolve("image.tar") + " is " + name
                            : "  pushed " + made.getTargetImage() + " as " + made.getDigest());
        }
        return 0;
    }

    private Path bill(Service service) {
        return home.resolve(service.folder()).resolve("target/bom.json");
    }

    private static List<Service> services(@Nullable List<String> names) {
        return names == null || names.isEmpty()
                ? Arrays.asList(Service.values())
                : names.stream()
                        .map(name -> Service.byName(name)
                                .orElseThrow(() -> new IllegalArgumentException("There is no service '" + name + "'.")))
                        .toList();
    }
}
