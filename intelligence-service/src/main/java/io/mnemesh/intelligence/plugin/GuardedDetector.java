package io.mnemesh.intelligence.plugin;

import io.mnemesh.intelligence.spi.Detector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A detector of a plug-in. When it fails it says nothing any more, for its memory of the series has a hole from then on; its series gets
 * another one when its detectors are loaded again. As not thread-safe as any detector.
 */
final class GuardedDetector implements Detector {

    /** Points that are to be judged within the deadline of a call. */
    private static final int POINTS = 100;

    private static final int LARGEST_STATE = 1 << 20;

    private final Guard guard;
    private final Callable<Detector> factory;
    private final String meaning;
    private @Nullable Detector detector;
    private long spent;
    private int points;

    private GuardedDetector(Guard guard, Callable<Detector> factory, Detector detector, String meaning) {
        this.guard = guard;
        this.factory = factory;
        this.detector = detector;
        this.meaning = meaning;
    }

    private record Made(Detector detector, String meaning) {}

    /** @return null if the plug-in cannot make one now */
    static @Nullable GuardedDetector of(Guard guard, Callable<Detector> factory) {
        Made made = guard.call(() -> {
            Detector detector = factory.call();
            return new Made(detector, Clipped.text(detector.meaning()));
        });
        return made == null ? null : new GuardedDetector(guard, factory, made.detector(), made.meaning());
    }

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public double score(long second, double value) {
        Detector asked = detector;
        if (asked == null) {
            return 0;
        }
        long began = System.nanoTime();
        Double score = guard.call(() -> asked.score(second, value));
        if (score == null) {
            detector = null;
            return 0;
        }
        if (!Double.isFinite(score) || score < 0) {
            detector = null;
            guard.suspend("a score was no number from 0", null);
            return 0;
        }
        spend(System.nanoTime() - began);
        return score;
    }

    private void spend(long nanos) {
        spent += nanos;
        points++;
        if (spent > guard.deadline().toNanos()) {
            detector = null;
            guard.suspend("it took longer than " + guard.deadline().toMillis() + " ms for " + points + " points", null);
        } else if (points == POINTS) {
            spent = 0;
            points = 0;
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Detector asked = detector;
        byte[] state = asked == null
                ? null
                : guard.call(() -> {
                    var bytes = new ByteArrayOutputStream();
                    asked.write(new DataOutputStream(bytes));
                    return bytes.toByteArray();
                });
        if (state == null || state.length > LARGEST_STATE) {
            throw new IOException("There is no state.");
        }
        out.writeInt(state.length);
        out.write(state);
    }

    @Override
    public void read(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LARGEST_STATE) {
            throw new IOException("There is no such state.");
        }
        byte[] state = new byte[length];
        in.readFully(state);
        Detector read = guard.call(() -> {
            Detector made = factory.call();
            made.read(new DataInputStream(new ByteArrayInputStream(state)));
            return made;
        });
        if (read == null) {
            throw new IOException("It cannot be read.");
        }
        detector = read;
    }
}
