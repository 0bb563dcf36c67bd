package io.mnemesh.example.limits;

import io.mnemesh.intelligence.spi.Detector;
import io.mnemesh.intelligence.spi.DetectorFactory;
import io.mnemesh.intelligence.spi.SeriesKey;
import jakarta.enterprise.context.ApplicationScoped;

/** Detectors of queues that hold more than they can. */
@ApplicationScoped
public class LimitDetectors implements DetectorFactory {

    @Override
    public String name() {
        return "known-limit";
    }

    @Override
    public boolean fits(SeriesKey series) {
        return Limits.areKnownOf(series);
    }

    @Override
    public Detector create(SeriesKey series) {
        return new LimitDetector();
    }
}
