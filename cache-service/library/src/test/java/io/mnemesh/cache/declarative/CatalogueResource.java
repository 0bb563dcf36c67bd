package io.mnemesh.cache.declarative;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Asks for a shelf in a request, on a worker thread, and tells which thread that was. */
@Path("/catalogue")
public class CatalogueResource {

    private final Catalogue catalogue;

    CatalogueResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Path("/shelves/{name}")
    @Produces(MediaType.TEXT_PLAIN)
    public String shelf(@PathParam("name") String name) {
        return catalogue.shelf(name) + " " + Thread.currentThread().threadId();
    }
}
