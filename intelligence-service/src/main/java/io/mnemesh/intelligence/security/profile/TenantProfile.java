package io.mnemesh.intelligence.security.profile;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.anomaly.Ensemble.Verdict;
import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.anomaly.RangeNovelty;
import io.mnemesh.intelligence.anomaly.RecentNovelty;
import io.mnemesh.intelligence.anomaly.StepNovelty;
import io.mnemesh.intelligence.spi.Persistent;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is usual of a tenant by the minute: how often it asks, how often it is denied, and how much it reads. Judged by the streaming
 * detectors that need no time of the day, and by floors. Minutes without traffic are not seen. Not thread-safe.
 */
public final class TenantProfile implements Persistent {

    private static final int WINDOW = 120;
    private static final int LARGEST = 1 << 20;

    private Ensemble requests = detectors();
    private Ensemble denied = detectors();
    private Ensemble bytes = detectors();

    /** Judges a minute by those before, and takes it in. */
    public List<Suspicion> judge(AccessRecorded told, Limits limits) {
        long second = told.to().getEpochSecond();
        double asked = told.callers().stream().mapToLong(Caller::requests).sum();
        double refused = told.callers().stream().mapToLong(Caller::denied).sum();
        double read = told.callers().stream().mapToLong(Caller::bytes).sum();
        var found = new ArrayList<Suspicion>();
        add(found, AlertKind.TENANT_RATE, requests, second, asked, limits.requests(), "requests");
        add(found, AlertKind.TENANT_DENIED, denied, second, refused, limits.denied(), "denied calls");
        add(found, AlertKind.TENANT_VOLUME, bytes, second, read, limits.bytes(), "bytes");
        return List.copyOf(found);
    }

    private static void add(
            List<Suspicion> found,
            AlertKind kind,
            Ensemble ensemble,
            long second,
            double value,
            long floor,
            String what) {
        Verdict verdict = ensemble.judge(second, value);
        Level level = verdict.level();
        if (level != null
                && level != Level.LOW
                && value >= floor
                && value > verdict.expected().high()) {
            found.add(new Suspicion(
                    kind,
                    "",
                    "",
                    level == Level.HIGH,
                    String.format(
                            Locale.ROOT,
                            "%.0f %s within a minute; up to %.0f were expected after %d minutes.",
                            value,
                            what,
                            verdict.expected().high(),
                            ensemble.seen() - 1)));
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(Ensemble.FORMAT);
        for (Ensemble ensemble : List.of(requests, denied, bytes)) {
            byte[] snapshot = ensemble.snapshot();
            out.writeInt(snapshot.length);
            out.write(snapshot);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        if (in.readInt() != Ensemble.FORMAT) {
            throw new IOException("It is of another format.");
        }
        requests = read(in, detectors());
        denied = read(in, detectors());
        bytes = read(in, detectors());
    }

    private static Ensemble read(DataInput in, Ensemble fresh) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("It is not what was written.");
        }
        byte[] snapshot = new byte[length];
        in.readFully(snapshot);
        try {
            return Ensemble.restored(snapshot, fresh);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static Ensemble detectors() {
        return new Ensemble(List.of(new RangeNovelty(), new StepNovelty(), new RecentNovelty(WINDOW)));
    }
}
