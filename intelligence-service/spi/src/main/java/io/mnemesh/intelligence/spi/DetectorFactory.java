package io.mnemesh.intelligence.spi;

/**
 * Makes detectors of one kind. Each series that it fits gets one of its own, which judges points together with those that the service
 * brings along; its votes are in anomalies that it had a part in.
 */
public interface DetectorFactory extends Plugin {

    /** Whether a series is to be watched. The same series gets the same answer as long as the plug-in is the same. */
    boolean fits(SeriesKey series);

    /**
     * A detector that has seen nothing yet. Its {@link Detector#name()} is the name of this plug-in in answers; its state is stored
     * under {@link #name()}, and read by a detector that is made for the same series later.
     */
    Detector create(SeriesKey series);
}
