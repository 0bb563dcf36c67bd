package io.mnemesh.images;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import com.github.packageurl.PackageURLBuilder;
import java.util.Optional;

/**
 * What Maven calls a jar.
 *
 * @param classifier empty for the main artifact
 */
record Coordinates(String group, String artifact, String version, String classifier) {

    /** Reads {@code group:artifact:classifier:type:version}, as Quarkus lists what it has packaged; only jars have some. */
    static Optional<Coordinates> parse(String line) {
        String[] parts = line.strip().split(":", -1);
        return parts.length == 5 && parts[3].equals("jar")
                ? Optional.of(new Coordinates(parts[0], parts[1], parts[4], parts[2]))
                : Optional.empty();
    }

    /** The name of its file in the folder of a packaged service. */
    String file() {
        return group + "." + artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    PackageURL purl() {
        var builder = PackageURLBuilder.aPackageURL()
                .withType("maven")
                .withNamespace(group)
                .withName(artifact)
                .withVersion(version)
                .withQualifier("type", "jar");
        if (!classifier.isEmpty()) {
            builder.withQualifier("classifier", classifier);
        }
        try {
            return builder.build();
        } catch (MalformedPackageURLException e) {
            throw new IllegalArgumentException("There is no package URL of " + this, e);
        }
    }
}
