package io.mnemesh.realtime.drain;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this node is going away and takes nobody new. */
@ApplicationScoped
public class Draining {

    private volatile boolean on;

    public boolean isOn() {
        return on;
    }

    void begin() {
        on = true;
    }
}
