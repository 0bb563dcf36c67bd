package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.engine.Calibration;
import io.mnemesh.embeddings.token.LongText;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator can set of the embeddings service. */
@ConfigMapping(prefix = "mnemesh.embeddings")
public interface EmbeddingsConfig {

    /** Model that callers get who name none. */
    @WithDefault("all-MiniLM-L6-v2")
    String defaultModel();

    /**
     * Folder with one folder per model that holds {@code model.onnx}, {@code tokenizer.json} and what was published with
     * them, and optionally a {@code models.yaml} that describes them.
     */
    Optional<Path> modelsDir();

    /** Folder this service may write: unpacked libraries and models. */
    @WithDefault("/tmp/mnemesh-embeddings")
    Path dataDir();

    Memory memory();

    Engine engine();

    Requests requests();

    Cache cache();

    /** What models may hold in memory; the default model is loaded at start and stays. */
    interface Memory {

        /** Sum of the ONNX files of all models that are loaded at once. */
        @WithDefault("1G")
        MemorySize budget();

        /** How long another model stays that nobody asks for. */
        @WithDefault("15m")
        Duration idle();
    }

    /** The compute engine. */
    interface Engine {

        /** Threads that compute, 0 for as many as a measurement at start finds best. */
        @WithDefault("0")
        int workers();

        /** Whether one more thread computes interactive texts only. */
        @WithDefault("true")
        boolean express();

        /** Greatest batch, in padded tokens, 0 for what a measurement at start finds best. */
        @WithDefault("0")
        int batchTokens();

        /** Below this size a lane's work is not divided further among idle workers. */
        @WithDefault("192")
        int shareTokens();

        /** Fixed cost of a batch, in the time one more token takes, 0 for what is measured at start. */
        @WithDefault("0")
        int overheadTokens();

        /** How far computing threads give way to others: added to their nice value on Linux. The express thread does not. */
        @WithDefault("5")
        int nice();

        /** Tokens that may wait in each lane; more is answered with 429. */
        @WithDefault("131072")
        int queueTokens();
    }

    /** What one request may ask. */
    interface Requests {

        /** Most texts. */
        @WithDefault("256")
        int maxTexts();

        /** Greatest text, UTF-8. */
        @WithDefault("256K")
        MemorySize maxTextBytes();

        /** What happens to a text the model cannot read whole, if the request does not say: error, end or mean. */
        @WithDefault("end")
        String longText();

        /** Time an answer over HTTP may take. */
        @WithDefault("30s")
        Duration timeout();

        /** Texts that may be under way over all requests; more is answered with 429. */
        @WithDefault("16384")
        int maxPending();
    }

    /** How long vectors are kept. */
    interface Cache {

        /** Time in this process. */
        @WithDefault("1h")
        Duration localTtl();

        /** What this process may hold. */
        @WithDefault("32M")
        MemorySize localSize();

        /** Time in Redis. */
        @WithDefault("24h")
        Duration redisTtl();

        /** Time in PostgreSQL. */
        @WithDefault("30d")
        @WithName("postgres-ttl")
        Duration postgresTtl();

        /**
         * Greatest text, in characters, that is neither looked for in PostgreSQL nor waited for while another instance
         * computes it: computing it now and then costs less than looking each time. 0 for none. Its vector is kept there
         * all the same.
         */
        @WithDefault("128")
        int shortText();
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default EmbeddingsConfig validated() {
        between("memory.budget", memory().budget().asLongValue(), 1, Long.MAX_VALUE);
        between("memory.idle", memory().idle().toMillis(), 1_000, Long.MAX_VALUE);
        between("engine.workers", engine().workers(), 0, 1024);
        boolean measured = engine().batchTokens() == 0;
        if (!measured) {
            between("engine.batch-tokens", engine().batchTokens(), 16, 1 << 20);
        }
        between(
                "engine.share-tokens",
                engine().shareTokens(),
                1,
                measured ? Calibration.LEAST_TOKENS : engine().batchTokens());
        between("engine.overhead-tokens", engine().overheadTokens(), 0, 1 << 16);
        between("engine.nice", engine().nice(), 0, 19);
        between("engine.queue-tokens", engine().queueTokens(), mostBatchTokens(), Integer.MAX_VALUE);
        between("requests.max-texts", requests().maxTexts(), 1, 65_536);
        between("requests.max-text-bytes", requests().maxTextBytes().asLongValue(), 1, 1 << 30);
        longText();
        between("cache.short-text", cache().shortText(), 0, 1 << 20);
        between("requests.timeout", requests().timeout().toMillis(), 1, 3_600_000);
        between("requests.max-pending", requests().maxPending(), requests().maxTexts(), Integer.MAX_VALUE);
        return this;
    }

    /** Padded tokens of the greatest batch there may be. */
    default int mostBatchTokens() {
        return engine().batchTokens() == 0 ? Calibration.MOST_TOKENS : engine().batchTokens();
    }

    /** What happens to long texts if the request does not say. */
    default LongText longText() {
        return LongText.named(requests().longText())
                .orElseThrow(() -> new IllegalArgumentException("mnemesh.embeddings.requests.long-text is "
                        + requests().longText() + ", but must be error, end or mean."));
    }

    private static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "mnemesh.embeddings." + key + " is " + value + ", but must be " + least + " to " + most + ".");
        }
    }
}
