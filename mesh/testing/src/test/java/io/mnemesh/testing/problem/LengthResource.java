package io.mnemesh.testing.problem;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Tells how long a body was. */
@Path("/length")
public class LengthResource {

    @POST
    @Path("/loop")
    public Uni<Integer> onTheEventLoop(byte[] body) {
        return Uni.createFrom().item(body.length);
    }

    @POST
    @Path("/thread")
    public int onAThread(byte[] body) {
        return body.length;
    }
}
