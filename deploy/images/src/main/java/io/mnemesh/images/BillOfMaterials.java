package io.mnemesh.images;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import com.github.packageurl.PackageURLBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Evidence;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.component.evidence.Occurrence;
import org.cyclonedx.parsers.JsonParser;
import org.cyclonedx.util.LicenseResolver;

/**
 * The bill of materials of a packaged service, in CycloneDX 1.6: every jar in its folder once, with version, package URL,
 * SHA-256, place and, where its pom says one, licence. The same folder gives the same bill. What the image has beside the
 * folder, its base and the Java runtime, is not in it.
 */
final class BillOfMaterials {

    private static final Version VERSION = Version.VERSION_16;
    private static final String OWN_LICENCE = "Apache-2.0";

    private final PomLicences licences;

    BillOfMaterials(PomLicences licences) {
        this.licences = licences;
    }

    /**
     * The bill as JSON.
     *
     * @throws IllegalStateException if it does not obey its own schema
     */
    String of(PackagedService service) throws IOException {
        var components = new ArrayList<Component>();
        for (PackagedService.Jar jar : service.jars()) {
            components.add(component(service, jar));
        }
        var bom = new Bom();
        bom.setSerialNumber("urn:uuid:" + identity(components));
        bom.setMetadata(metadata(service));
        bom.setComponents(components);
        try {
            String json = BomGeneratorFactory.createJson(VERSION, bom).toJsonString();
            var errors = new JsonParser().validate(json, VERSION);
            if (!errors.isEmpty()) {
                throw new IllegalStateException("The bill of materials of " + service.name() + " is not valid: "
                        + errors.getFirst().getMessage());
            }
            return json + "\n";
        } catch (GeneratorException e) {
            throw new IllegalStateException("There is no bill of materials of " + service.name(), e);
        }
    }

    private static Metadata metadata(PackagedService service) {
        var application = new Component();
        application.setType(Component.Type.APPLICATION);
        application.setGroup(PackagedService.GROUP);
        application.setName(service.name());
        application.setVersion(service.version());
        application.setBomRef(service.name());
        var metadata = new Metadata();
        metadata.setTimestamp(null);
        metadata.setComponent(application);
        return metadata;
    }

    private Component component(PackagedService service, PackagedService.Jar jar) throws IOException {
        var component = new Component();
        component.setType(Component.Type.LIBRARY);
        if (jar.coordinates().isPresent()) {
            Coordinates coordinates = jar.coordinates().get();
            component.setGroup(coordinates.group());
            component.setName(coordinates.artifact());
            component.setVersion(coordinates.version());
            component.setPurl(coordinates.purl());
            boolean own = coordinates.group().equals(PackagedService.GROUP);
            LicenseChoice licence = licence(own ? List.of(OWN_LICENCE) : licences.of(jar.file(), coordinates));
            if (!licence.getLicenses().isEmpty()) {
                component.setLicenses(licence);
            }
        } else {
            PackageURL purl = generated(service, jar);
            component.setName(purl.getName());
            component.setVersion(service.version());
            component.setPurl(purl);
            component.setDescription("made by the build of " + service.name());
        }
        component.setBomRef(component.getPurl());
        component.setHashes(List.of(new Hash(Hash.Algorithm.SHA_256, sha256(jar.file()))));
        var place = new Occurrence();
        place.setLocation(jar.location());
        var evidence = new Evidence();
        evidence.setOccurrences(List.of(place));
        component.setEvidence(evidence);
        return component;
    }

    private static PackageURL generated(PackagedService service, PackagedService.Jar jar) {
        try {
            return PackageURLBuilder.aPackageURL()
                    .withType("generic")
                    .withNamespace("mnemesh/" + service.name())
                    .withName(jar.file().getFileName().toString())
                    .withVersion(service.version())
                    .build();
        } catch (MalformedPackageURLException e) {
            throw new IllegalArgumentException("There is no package URL of " + jar.location(), e);
        }
    }

    /** Licences under their SPDX identifiers, or under their own names where they have none. */
    private static LicenseChoice licence(List<String> names) {
        var choice = new LicenseChoice();
        choice.setLicenses(new ArrayList<>());
        for (String name : names) {
            LicenseChoice known = LicenseResolver.resolve(name, false);
            if (known != null
                    && known.getLicenses() != null
                    && !known.getLicenses().isEmpty()) {
                choice.addLicense(known.getLicenses().getFirst());
            } else {
                var own = new License();
                own.setName(name);
                choice.addLicense(own);
            }
        }
        return choice;
    }

    /** A name for exactly these contents. */
    private static UUID identity(List<Component> components) {
        String contents = components.stream()
                .map(component ->
                        component.getPurl() + component.getHashes().getFirst().getValue())
                .collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(contents.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
