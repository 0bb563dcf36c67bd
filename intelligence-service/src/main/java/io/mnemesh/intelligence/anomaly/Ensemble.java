package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several detectors on one series. Each is calibrated by the ranks of its own scores, so that "as rare as this" means the
 * same for all; the most surprised one leads, and others that agree add to it. A series that is unusual for a while is told
 * once: what comes after a report has to be more surprising than the report was, less what was forgotten since.
 *
 * <p>Points that say nothing are passed over and change nothing: values that are no finite number, and times that are not after
 * the one before. The first {@link #LEAST} points are looked at and not judged. Not safe for use by several threads.
 *
 * <p>A {@link #snapshot()} holds all of its state: what was restored judges the next point exactly as the original would. Detectors may
 * be added to the standard ones: their states are kept by name behind those, so that they may come and go.
 */
public final class Ensemble {

    /** Points before anything is judged. */
    public static final int LEAST = 50;

    /** Version of the form of a snapshot; it changes whenever a detector does, for their states would not fit. */
    public static final int FORMAT = 1;

    private static final double AGREEMENT = 0.2;
    private static final double REMEMBERED = 200;

    /** Most surprise at a difference that is nothing beside the level: seen once in some thirty points. */
    private static final double LOW = 1.5;

    /** Least surprise of a detector that is named: once in ten points. */
    private static final double NAMED = 1;

    /** Points before it is known how often they come, and how many times as long as that a gap is. */
    private static final int RHYTHM = 10;

    private static final double GAP = 5;

    /** Larger values would overflow when squared. */
    private static final double LARGEST = 1e150;

    private static final int MOST_ADDED = 1_000;

    private final List<Detector> detectors;
    private final RankCalibration[] calibrations;

    /** The first so many detectors have their state in order, those behind them by name. */
    private final int own;

    private final Spread level = new Spread(2_000);
    private final UsualRange range = new UsualRange();
    private final Steadiness steadiness = new Steadiness();
    private final Spread steps = new Spread(100);
    private long seen;
    private long latest = Long.MIN_VALUE;
    private double peak;

    public Ensemble(List<Detector> detectors) {
        this(detectors, List.of());
    }

    private Ensemble(List<Detector> own, List<Detector> added) {
        this.own = own.size();
        this.detectors = Stream.concat(own.stream(), added.stream()).toList();
        this.calibrations =
                detectors.stream().map(detector -> new RankCalibration()).toArray(RankCalibration[]::new);
    }

    /** The detectors that are used where nothing else is asked for. */
    public static Ensemble standard() {
        return standard(List.of());
    }

    /** The standard detectors, and some more; a detector that is added has a name of its own. */
    public static Ensemble standard(List<Detector> added) {
        return new Ensemble(
                List.of(
                        new RangeNovelty(),
                        new StepNovelty(),
                        new LevelShift("level", 24),
                        new LevelShift("long-level", 96),
                        new VolatilityShift(24),
                        new RecentNovelty(120),
                        new SeasonalResidual(),
                        new RandomCutForest(40, 128, 8, 42)),
                added);
    }

    /**
     * The standard detectors as they were when a snapshot was taken.
     *
     * @throws IllegalArgumentException if it is none of this format
     */
    public static Ensemble restored(byte[] snapshot) {
        return restored(snapshot, List.of());
    }

    /**
     * The standard detectors as they were when a snapshot was taken, and some more: those that it has a state of that they can read as
     * they were, others as new.
     *
     * @throws IllegalArgumentException if it is none of this format
     */
    public static Ensemble restored(byte[] snapshot, List<Detector> added) {
        return restored(snapshot, standard(added));
    }

    /**
     * Detectors as they were when a snapshot of such ones was taken.
     *
     * @param ensemble with the same detectors, which have seen nothing yet
     * @throws IllegalArgumentException if it is none of this format
     */
    public static Ensemble restored(byte[] snapshot, Ensemble ensemble) {
        try (var in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            ensemble.read(in);
            if (in.available() > 0) {
                ensemble.readAdded(in);
            }
            if (in.read() >= 0) {
                throw new IOException("It goes on after its end.");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("This is no snapshot of format " + FORMAT + ".", e);
        }
        return ensemble;
    }

    /** What became of a point. */
    public enum Status {
        /** Judged. */
        JUDGED,
        /** Too few points so far. */
        LEARNING,
        /** No finite number, or not after the point before. */
        PASSED_OVER
    }

    /**
     * The judgement of a point.
     *
     * @param surprise decimal orders of rarity, 0 for nothing new
     * @param because  name of the detector that was most surprised; empty if none was
     * @param votes    the detectors that were surprised, the most surprised one first; empty for nothing new
     * @param expected what was expected instead
     * @param most     the highest level that it may have
     * @param gap      whether it came after a time without points several times as long as usual
     */
    public record Verdict(
            Status status,
            double surprise,
            String because,
            List<Vote> votes,
            Expected expected,
            Level most,
            boolean gap) {

        private static Verdict of(Status status, boolean gap) {
            return new Verdict(status, 0, "", List.of(), Expected.NOTHING, Level.HIGH, gap);
        }

        /** Score from 0 to 1 that grows with surprise. */
        public double score() {
            return 1 - Math.pow(10, -surprise / 2);
        }

        /** Level of the anomaly, or null if there is none. */
        public @Nullable Level level() {
            Level reached = Level.of(surprise);
            return reached == null ? null : reached.atMost(most);
        }
    }

    /** Takes in the next point. */
    public Verdict judge(long second, double value) {
        if (!Double.isFinite(value) || second <= latest) {
            return Verdict.of(Status.PASSED_OVER, false);
        }
        boolean gap = isGap(second);
        latest = second;
        seen++;
        double bounded = Math.clamp(value, -LARGEST, LARGEST);
        double[] surprises = new double[detectors.size()];
        double others = 0;
        int leading = 0;
        for (int i = 0; i < surprises.length; i++) {
            surprises[i] = calibrations[i].surprise(detectors.get(i).score(second, bounded));
            others += surprises[i];
            leading = surprises[i] > surprises[leading] ? i : leading;
        }
        level.add(bounded);
        Level mostly = steadiness.most(bounded);
        steadiness.add(bounded);
        Expected expected = range.at(second);
        range.add(second, bounded);
        if (seen <= LEAST) {
            return Verdict.of(Status.LEARNING, gap);
        }
        double surprise = surprises[leading] + AGREEMENT * (others - surprises[leading]);
        surprise = isSmall(bounded) ? Math.min(LOW, surprise) : surprise;
        double news = Math.max(0, surprise - peak);
        peak = Math.max(surprise, peak * Math.exp(-1 / REMEMBERED));
        return news > 0
                ? new Verdict(
                        Status.JUDGED, surprise, detectors.get(leading).name(), votes(surprises), expected, mostly, gap)
                : new Verdict(Status.JUDGED, 0, "", List.of(), expected, mostly, gap);
    }

    /** Whether nothing came for much longer than usual; such times do not count as usual. */
    private boolean isGap(long second) {
        if (seen == 0) {
            return false;
        }
        double step = (double) second - latest;
        boolean gap = steps.seen() >= RHYTHM && step > GAP * steps.mean();
        if (!gap) {
            steps.add(step);
        }
        return gap;
    }

    private List<Vote> votes(double[] surprises) {
        var votes = new ArrayList<Vote>();
        for (int i = 0; i < surprises.length; i++) {
            if (surprises[i] >= NAMED) {
                Detector detector = detectors.get(i);
                votes.add(new Vote(detector.name(), surprises[i], detector.meaning()));
            }
        }
        votes.sort(Comparator.comparingDouble(Vote::surprise).reversed());
        return List.copyOf(votes);
    }

    /** Names of the standard detectors. */
    public static List<String> names() {
        return standard().detectors.stream().map(Detector::name).toList();
    }

    /** Points that were taken in. */
    public long seen() {
        return seen;
    }

    /** All state, in the form {@link #FORMAT}. */
    public byte[] snapshot() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutput out) throws IOException {
        out.writeInt(FORMAT);
        out.writeLong(seen);
        out.writeLong(latest);
        out.writeDouble(peak);
        level.write(out);
        range.write(out);
        steadiness.write(out);
        steps.write(out);
        for (int i = 0; i < own; i++) {
            detectors.get(i).write(out);
            calibrations[i].write(out);
        }
        if (own < detectors.size()) {
            out.writeInt(detectors.size() - own);
            for (int i = own; i < detectors.size(); i++) {
                byte[] state = added(i);
                out.writeUTF(detectors.get(i).name());
                out.writeInt(state.length);
                out.write(state);
            }
        }
    }

    private void read(DataInput in) throws IOException {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IOException("It is of format " + format + ".");
        }
        seen = in.readLong();
        latest = in.readLong();
        peak = in.readDouble();
        level.read(in);
        range.read(in);
        steadiness.read(in);
        steps.read(in);
        for (int i = 0; i < own; i++) {
            detectors.get(i).read(in);
            calibrations[i].read(in);
        }
    }

    /** The state of a detector that was added; nothing if it cannot be written. */
    private byte[] added(int i) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            calibrations[i].write(out);
            detectors.get(i).write(out);
        } catch (IOException e) {
            return new byte[0];
        }
        return bytes.toByteArray();
    }

    private void readAdded(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ADDED) {
            throw new IOException("It has " + count + " states at its end.");
        }
        for (int k = 0; k < count; k++) {
            String name = in.readUTF();
            int length = in.readInt();
            byte[] state = length < 0 ? new byte[0] : in.readNBytes(length);
            if (state.length != length) {
                throw new IOException("It is cut off.");
            }
            for (int i = own; i < detectors.size(); i++) {
                if (detectors.get(i).name().equals(name)) {
                    readAdded(i, state);
                }
            }
        }
    }

    /** One that cannot be read stays as new. */
    private void readAdded(int i, byte[] state) {
        var calibration = new RankCalibration();
        try (var in = new DataInputStream(new ByteArrayInputStream(state))) {
            calibration.read(in);
            detectors.get(i).read(in);
            calibrations[i] = calibration;
        } catch (IOException e) {
            calibrations[i] = new RankCalibration();
        }
    }

    /** Whether the series hardly moves, and neither does this value. */
    private boolean isSmall(double value) {
        double unit = Units.of(0, level.mean());
        return level.deviation() < unit && Math.abs(value - level.mean()) < unit;
    }
}
