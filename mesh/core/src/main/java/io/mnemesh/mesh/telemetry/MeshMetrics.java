package io.mnemesh.mesh.telemetry;

import java.util.regex.Pattern;

/**
 * The rule for names of metrics: {@code mnemesh.<noun>.<unit>} in code, which Prometheus shows as {@code
 * mnemesh_<noun>_<unit>}. Each module keeps its names in one class and tests them with {@link #isName}. Labels come from
 * bounded sets; the ones shared by modules are named here.
 */
public final class MeshMetrics {

    /** Label: consumer group. */
    public static final String GROUP = "group";

    /** Label: partition of the event log. */
    public static final String PARTITION = "partition";

    /** Label: work lane. */
    public static final String LANE = "lane";

    /** Label: why something was refused or failed, from a closed set. */
    public static final String REASON = "reason";

    private static final Pattern NAME = Pattern.compile("mnemesh(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*){2,4}");

    private MeshMetrics() {}

    /** True if the name keeps the rule. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
