package io.mnemesh.intelligence.plugin;

import java.util.Locale;

/** Kinds of plug-ins. */
public enum PluginKind {
    DETECTOR,
    PREDICTOR,
    RECOMMENDER;

    /** As it is written in JSON and metrics. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
