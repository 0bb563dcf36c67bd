package io.mnemesh.intelligence.spi;

/** What all kinds of plug-ins have in common. */
public interface Plugin {

    /**
     * Name of the plug-in in answers and metrics: 1 to 40 small letters, digits and dashes, the same at every call and unlike that of any
     * other of its kind. A name that is none ends the start of the service.
     */
    String name();
}
