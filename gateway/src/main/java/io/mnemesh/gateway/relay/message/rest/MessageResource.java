package io.mnemesh.gateway.relay.message.rest;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.relay.message.MessagePage;
import io.mnemesh.gateway.relay.message.MessageReceipt;
import io.mnemesh.gateway.relay.message.MessageRequest;
import io.mnemesh.gateway.relay.message.Messages;
import io.mnemesh.mesh.identity.CurrentToken;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages over HTTP, for those who send them. */
@Path("/api/v2/relaycore")
@Tag(name = "Messages", description = "Requests that are relayed later")
@Produces(MediaType.APPLICATION_JSON)
public class MessageResource {

    private final Messages messages;
    private final CurrentToken caller;

    MessageResource(Messages messages, CurrentToken caller) {
        this.messages = messages;
        this.caller = caller;
    }

    @POST
    @Path("message")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Have a request relayed to a service later",
            description =
                    "It is durable when this answers, and is sent as the caller, by priority, until the service takes it,"
                            + " its time is over or it has been tried often enough. The service gets the message's id as"
                            + " Idempotency-Key.")
    @APIResponse(
            responseCode = "202",
            description = "The receipt; the same message with the same Idempotency-Key has the same one",
            content = @Content(schema = @Schema(implementation = MessageReceipt.class)))
    @APIResponse(
            responseCode = "403",
            description = "The token's scopes do not allow the request, or its roles no message of high priority")
    @APIResponse(responseCode = "409", description = "The Idempotency-Key was used with another message")
    @APIResponse(responseCode = "413", description = "The payload is too large")
    @APIResponse(responseCode = "422", description = "The target is not among what is relayed, or a value is wrong")
    @APIResponse(responseCode = "429", description = "The tenant has too many messages waiting, or used up its plan")
    public Uni<Response> send(
            @HeaderParam("Idempotency-Key")
                    @Parameter(description = "Taken once per sender as long as the receipt is kept")
                    @Schema(minLength = 1, maxLength = 128)
                    @Nullable
                    String key,
            @Nullable MessageRequest request) {
        if (request == null) {
            throw ProblemException.invalid("service", "Send a JSON object with a service, a method and a path.");
        }
        return messages.accept(caller.verified(), key, request)
                .map(receipt -> Response.accepted(receipt)
                        .location(URI.create("/api/v2/relaycore/messages/" + receipt.id()))
                        .build());
    }

    @GET
    @Path("messages/{id}")
    @Operation(summary = "What became of a message of the caller")
    @APIResponse(
            responseCode = "200",
            description = "The receipt",
            content = @Content(schema = @Schema(implementation = MessageReceipt.class)))
    @APIResponse(responseCode = "404", description = "The caller has sent no such message")
    public Uni<MessageReceipt> receipt(@PathParam("id") String id) {
        return messages.receipt(caller.verified().identity(), MessageIds.read(id));
    }

    @GET
    @Path("messages")
    @Operation(summary = "Messages of the caller, latest first")
    public Uni<MessagePage> list(
            @QueryParam("state")
                    @Schema(enumeration = {"queued", "delivering", "delivered", "expired", "dead"})
                    @Nullable
                    String state,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return messages.list(caller.verified().identity(), state, PageRequest.of(cursor, limit));
    }
}
