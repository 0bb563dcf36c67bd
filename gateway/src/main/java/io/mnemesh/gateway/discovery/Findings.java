package io.mnemesh.gateway.discovery;

import java.util.List;

/** Is told what a {@link Finder} finds, on whatever thread; one call at a time. */
public interface Findings {

    /** The instances that there are now; none if the answer was empty. */
    void found(List<Endpoint> endpoints);

    /**
     * What there is now could not be found out.
     *
     * @param reason one short sentence
     */
    void failed(String reason);
}
