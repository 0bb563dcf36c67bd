package io.mnemesh.mesh.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one mapper from failures of JAX-RS resources to problems. */
public final class RestProblemMapper {

    @ServerExceptionMapper
    public Response any(Throwable failure) {
        return response(failure);
    }

    /** Redirects and answers a resource made itself pass unchanged. */
    @ServerExceptionMapper
    public Response web(WebApplicationException failure) {
        Response own = failure.getResponse();
        if (own.getStatus() < 400 || own.hasEntity()) {
            return own;
        }
        return response(failure);
    }

    @ServerExceptionMapper
    public Response json(MismatchedInputException failure) {
        return response(failure);
    }

    @ServerExceptionMapper
    public Response authentication(AuthenticationFailedException failure) {
        return response(failure);
    }

    @ServerExceptionMapper
    public Response unauthorized(UnauthorizedException failure) {
        return response(failure);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException failure) {
        return response(failure);
    }

    private static Response response(Throwable failure) {
        ProblemAnswer answer = Problems.answer(failure);
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
