package io.mnemesh.intelligence.workflow.model;

import io.mnemesh.intelligence.workflow.model.Findings.Activity;
import io.mnemesh.intelligence.workflow.model.Findings.Edge;
import io.mnemesh.intelligence.workflow.model.Findings.Pattern;
import io.mnemesh.intelligence.workflow.model.Findings.Patterns;
import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import io.mnemesh.intelligence.workflow.model.Findings.Variant;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is learned from the steps of a tenant's cases, one step at a time, in bounded memory. The same steps in the same order
 * always make the same model. A step that comes late takes its place: what was counted without it is taken back and counted
 * with it, also in a case that ended lately. Only how the contexts are weighted is learned from steps in order alone. A case
 * ends when it is told, or when the steps of others are later by the idle time; the latter is taken back when another step comes.
 * Not thread-safe.
 */
public final class WorkflowModel {

    /** Version of what {@link #write} writes; another one cannot be read, and the steps have to be learned again. */
    public static final int FORMAT = 1;

    private final Limits limits;
    private final Activities activities;
    private final NextTask next;
    private final FlowGraph graph;
    private final Variants variants;

    /** Cases that ended lately, to which late steps may belong. */
    private static final int CLOSED = 2_000;

    /** Cases that have not ended; the one that had a step last is last. */
    private final SequencedMap<String, CaseHistory> open = new LinkedHashMap<>();

    private final SequencedMap<String, CaseHistory> closed = new LinkedHashMap<>();

    private long steps;
    private long cases;
    private long ended;
    private long late;
    private long unlisted;
    private long latest = Long.MIN_VALUE;

    public WorkflowModel(Limits limits) {
        this(
                limits,
                new Activities(Limits.ACTIVITIES),
                new NextTask(limits.contexts()),
                new FlowGraph(Limits.EDGES),
                new Variants(Limits.VARIANTS));
    }

    private WorkflowModel(Limits limits, Activities activities, NextTask next, FlowGraph graph, Variants variants) {
        this.limits = limits;
        this.activities = activities;
        this.next = next;
        this.graph = graph;
        this.variants = variants;
    }

    /** Takes in what happened. */
    public void learn(Step step) {
        String activity = step.activity();
        if (activity != null) {
            int number = activities.number(activity);
            if (number == Activities.UNKNOWN) {
                unlisted++;
            } else {
                add(step.caseId(), number, step.at());
            }
        }
        if (step.ends()) {
            CaseHistory history = open.remove(step.caseId());
            if (history != null) {
                history.endAt(step.at());
                end(step.caseId(), history);
            }
        }
    }

    private void add(String caseId, int activity, long at) {
        latest = Math.max(latest, at);
        CaseHistory ended = open.containsKey(caseId) ? null : closed.get(caseId);
        if (ended != null && at <= ended.end()) {
            reopen(caseId, ended);
            add(ended, activity, at);
            end(caseId, ended);
            return;
        }
        CaseHistory history = open.remove(caseId);
        if (ended != null && !ended.isToldToEnd()) {
            reopen(caseId, ended);
            history = ended;
        }
        endIdle();
        if (history == null) {
            history = new CaseHistory();
            cases++;
        }
        open.putLast(caseId, history);
        if (open.size() > limits.openCases()) {
            close(open.pollFirstEntry().getValue());
        }
        add(history, activity, at);
    }

    private void add(CaseHistory history, int activity, long at) {
        steps++;
        int before = history.size();
        int place = history.placeOf(at);
        int[] from = before > 0 && history.isWhole() ? history.sequence() : null;
        if (place == before) {
            if (before > 0) {
                next.learn(history, before, activity);
            }
            place = history.add(activity, at);
        } else {
            late++;
            for (int after = Math.max(1, place); after < before; after++) {
                next.discount(history, after, history.activity(after));
            }
            place = history.add(activity, at);
            for (int after = Math.max(1, place); after < history.size(); after++) {
                next.count(history, after, history.activity(after));
            }
        }
        variants.moved(from, history.isWhole() ? history.sequence() : null);
        if (place >= 0) {
            graph.added(history, place);
        }
    }

    /** Ends cases in which nothing happened for long, as far as they are the ones that had a step longest ago. */
    private void endIdle() {
        while (!open.isEmpty() && open.firstEntry().getValue().lastTime() < latest - limits.idle()) {
            Map.Entry<String, CaseHistory> idle = open.pollFirstEntry();
            end(idle.getKey(), idle.getValue());
        }
    }

    private void end(String caseId, CaseHistory history) {
        ended++;
        next.learn(history, history.size(), Activities.END);
        graph.ended(history);
        close(history);
        closed.remove(caseId);
        closed.putLast(caseId, history);
        if (closed.size() > CLOSED) {
            closed.pollFirstEntry();
        }
    }

    private void reopen(String caseId, CaseHistory history) {
        closed.remove(caseId);
        ended--;
        next.discount(history, history.size(), Activities.END);
        graph.reopened(history);
        if (history.isWhole()) {
            variants.reopened(history.sequence());
        }
    }

    private void close(CaseHistory history) {
        if (history.isWhole()) {
            variants.closed(history.sequence());
        }
    }

    /** What may come next in a case that is followed; null if it is not. */
    public @Nullable Prediction predict(String caseId) {
        CaseHistory history = open.get(caseId);
        return history == null ? null : predict(history);
    }

    /** What may come next after these steps, in the order of their times; there is at least one. */
    public Prediction predict(List<Step> past) {
        var history = new CaseHistory();
        for (Step step : past) {
            if (step.activity() != null) {
                history.add(Math.max(0, activities.find(step.activity())), step.at());
            }
        }
        return predict(history);
    }

    private Prediction predict(CaseHistory history) {
        int last = history.activity(history.size() - 1);
        Forecast forecast = last == Activities.END ? null : next.predict(history, history.size());
        return forecast == null
                ? Prediction.none(summary(), last != Activities.END)
                : Prediction.of(forecast, activities, summary());
    }

    /** Whether a case ended lately, so that nothing more is expected. */
    public boolean isClosed(String caseId) {
        return closed.containsKey(caseId) && !open.containsKey(caseId);
    }

    /** How much was learned. */
    public Summary summary() {
        return new Summary(
                steps,
                cases,
                ended,
                open.size(),
                activities.size(),
                late,
                unlisted + graph.unlisted(),
                variants.unlisted());
    }

    /** Activities, the most frequent first. */
    public List<Activity> activities() {
        return graph.nodes().entrySet().stream()
                .map(entry -> activity(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong((Activity one) -> -one.steps()).thenComparing(Activity::name))
                .toList();
    }

    /** One activity; null if it was never done. */
    public @Nullable Activity activity(String name) {
        int number = activities.find(name);
        FlowGraph.Node node = number == Activities.UNKNOWN ? null : graph.find(number);
        return node == null ? null : activity(number, node);
    }

    private Activity activity(int number, FlowGraph.Node node) {
        return new Activity(activities.name(number), node.steps, node.begins, node.ends, node.hoursOfWeek.clone());
    }

    /** What follows what, the most frequent first. */
    public List<Edge> edges() {
        double all = Math.max(
                1,
                graph.edges().stream().mapToDouble(edge -> edge.waits().sum()).sum());
        return graph.edges().stream()
                .map(edge -> new Edge(
                        activities.name(edge.from()),
                        activities.name(edge.to()),
                        edge.waits().count(),
                        edge.waits().quantile(0.5),
                        edge.waits().quantile(0.95),
                        edge.waits().sum() / edge.waits().count(),
                        edge.waits().sum() / all))
                .sorted(Comparator.comparingLong((Edge edge) -> -edge.count())
                        .thenComparing(Edge::from)
                        .thenComparing(Edge::to))
                .toList();
    }

    /** The ways that cases took, the most frequent first. */
    public List<Variant> variants() {
        return variants.all().stream()
                .map(variant -> new Variant(names(variant.activities()), variant.cases(), variant.open()))
                .sorted(Comparator.comparingLong((Variant variant) -> -variant.cases())
                        .thenComparing(Variant::activities, Findings.BY_NAMES))
                .toList();
    }

    /**
     * Closed sequential patterns, those of most cases first.
     *
     * @param least cases that a pattern must have
     * @param work  bound of the steps that are looked at
     */
    public Patterns patterns(long least, long work) {
        ClosedPatterns.Found found = ClosedPatterns.mine(variants.all(), least, work);
        return new Patterns(
                found.patterns().stream()
                        .map(pattern -> new Pattern(names(pattern.activities()), pattern.cases()))
                        .sorted(Comparator.comparingLong((Pattern pattern) -> -pattern.cases())
                                .thenComparing(Pattern::activities, Findings.BY_NAMES))
                        .toList(),
                found.complete());
    }

    private List<String> names(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(activities::name).toList();
    }

    /** Writes all of it. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(FORMAT);
        activities.write(out);
        next.write(out);
        graph.write(out);
        variants.write(out);
        for (long number : new long[] {steps, cases, ended, late, unlisted, latest}) {
            out.writeLong(number);
        }
        write(out, open);
        write(out, closed);
    }

    private static void write(DataOutput out, Map<String, CaseHistory> cases) throws IOException {
        out.writeInt(cases.size());
        for (Map.Entry<String, CaseHistory> entry : cases.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it is not complete or of another format
     */
    public static WorkflowModel read(DataInput in, Limits limits) throws IOException {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IOException("The format is " + format + ", which is not " + FORMAT + ".");
        }
        var model = new WorkflowModel(
                limits,
                Activities.read(in, Limits.ACTIVITIES),
                NextTask.read(in, limits.contexts()),
                FlowGraph.read(in, Limits.EDGES),
                Variants.read(in, Limits.VARIANTS));
        model.steps = in.readLong();
        model.cases = in.readLong();
        model.ended = in.readLong();
        model.late = in.readLong();
        model.unlisted = in.readLong();
        model.latest = in.readLong();
        read(in, model.open);
        read(in, model.closed);
        return model;
    }

    private static void read(DataInput in, SequencedMap<String, CaseHistory> cases) throws IOException {
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            cases.putLast(in.readUTF(), CaseHistory.read(in));
        }
    }
}
