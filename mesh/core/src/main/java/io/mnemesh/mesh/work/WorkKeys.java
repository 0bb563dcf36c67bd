package io.mnemesh.mesh.work;

/** Redis keys of work. Each lane and each reply stream has a hash tag of its own, so Redis Cluster spreads them. */
public final class WorkKeys {

    /** The consumer group of a lane. */
    static final String WORKERS = "workers";

    private WorkKeys() {}

    /** Stream of the requests of a lane. */
    public static String lane(String service, Lane lane) {
        return "mnemesh:{work:" + service + ":" + lane.key() + "}";
    }

    /** Stream of the replies to an instance. */
    public static String reply(String instance) {
        return "mnemesh:{reply:" + instance + "}";
    }
}
