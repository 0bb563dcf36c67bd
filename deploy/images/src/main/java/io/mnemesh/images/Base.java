package io.mnemesh.images;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.nio.file.Path;

/** Where images come from and go to. */
final class Base {

    /** The C library and certificates, without a shell; the same that the Dockerfiles use. */
    static final String DEFAULT = "gcr.io/distroless/cc-debian12:nonroot";

    private Base() {}

    /** @param name {@code scratch}, the file of an image ({@code .tar}), or the name of one in a registry */
    static JibContainerBuilder of(String name) throws InvalidImageReferenceException {
        if (name.equals("scratch")) {
            return Jib.fromScratch();
        }
        return name.endsWith(".tar") ? Jib.from(TarImage.at(Path.of(name))) : Jib.from(inRegistry(name));
    }

    /** An image in a registry, with the credentials that {@code docker login} or {@code podman login} has stored. */
    static RegistryImage inRegistry(String name) throws InvalidImageReferenceException {
        var reference = ImageReference.parse(name);
        var credentials = CredentialRetrieverFactory.forImage(reference, _ -> {});
        return RegistryImage.named(reference)
                .addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
    }
}
