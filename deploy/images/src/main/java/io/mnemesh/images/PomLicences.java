package io.mnemesh.images;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Names of the licences of a jar: what its pom says, or the first of the pom's parents that says something. Poms are read
 * from the jar or from Maven's local repository, where a build has put them.
 */
final class PomLicences {

    private final Path repository;

    /** @param repository Maven's local repository */
    PomLicences(Path repository) {
        this.repository = repository;
    }

    /** The local repository of this user, or the one in {@code maven.repo.local}. */
    static PomLicences ofThisUser() {
        String said = System.getProperty("maven.repo.local");
        return new PomLicences(
                said == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(said));
    }

    /** The names as they are written; none if nobody says. */
    List<String> of(Path jar, Coordinates coordinates) throws IOException {
        Element project =
                inJar(jar, coordinates).or(() -> inRepository(coordinates)).orElse(null);
        while (project != null) {
            List<String> names = names(project);
            if (!names.isEmpty()) {
                return names;
            }
            project = parent(project).flatMap(this::inRepository).orElse(null);
        }
        return List.of();
    }

    private static List<String> names(Element project) {
        var names = new ArrayList<String>();
        Element licences = child(project, "licenses");
        for (Element licence : licences == null ? List.<Element>of() : children(licences)) {
            String name = text(licence, "name");
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private static Optional<Coordinates> parent(Element project) {
        Element parent = child(project, "parent");
        if (parent == null) {
            return Optional.empty();
        }
        return Optional.of(new Coordinates(
                Objects.requireNonNull(text(parent, "groupId")),
                Objects.requireNonNull(text(parent, "artifactId")),
                Objects.requireNonNull(text(parent, "version")),
                ""));
    }

    private static Optional<Element> inJar(Path jar, Coordinates coordinates) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var entry =
                    zip.getEntry("META-INF/maven/" + coordinates.group() + "/" + coordinates.artifact() + "/pom.xml");
            return entry == null
                    ? Optional.empty()
                    : Optional.of(parse(zip.getInputStream(entry).readAllBytes()));
        }
    }

    private Optional<Element> inRepository(Coordinates coordinates) {
        Path pom = repository
                .resolve(coordinates.group().replace('.', '/'))
                .resolve(coordinates.artifact())
                .resolve(coordinates.version())
                .resolve(coordinates.artifact() + "-" + coordinates.version() + ".pom");
        try {
            return Files.exists(pom) ? Optional.of(parse(Files.readAllBytes(pom))) : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(pom + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Element parse(byte[] pom) throws IOException {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(pom))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a pom: " + e.getMessage(), e);
        }
    }

    private static @Nullable String text(Element element, String name) {
        Element found = child(element, name);
        return found == null ? null : found.getTextContent().strip();
    }

    private static @Nullable Element child(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<Element> children(Element element) {
        var children = new ArrayList<Element>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
