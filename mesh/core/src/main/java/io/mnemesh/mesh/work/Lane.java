package io.mnemesh.mesh.work;

/** Priority lane of work. Lanes share workers by weight, so that bulk can never starve interactive. */
public enum Lane {
    INTERACTIVE(16),
    STANDARD(4),
    BULK(1);

    private final int weight;

    Lane(int weight) {
        this.weight = weight;
    }

    /** Share of turns while several lanes have work. */
    public int weight() {
        return weight;
    }

    /** Name in stream keys, lower case. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
