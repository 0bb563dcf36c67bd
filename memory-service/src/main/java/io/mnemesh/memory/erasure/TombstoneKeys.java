package io.mnemesh.memory.erasure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The keys tombstones are or were signed with, as a JSON Web Key Set (RFC 7517, RFC 8037). */
@Schema(name = "TombstoneKeys", examples = """
        {"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":"pXyG…","x":"11qY…"}]}""")
public record TombstoneKeys(List<Key> keys) {

    public TombstoneKeys {
        keys = List.copyOf(keys);
    }

    /** @param x the public key, base64url */
    @Schema(name = "TombstoneKey")
    public record Key(
            @JsonProperty("kty") String type,
            @JsonProperty("crv") String curve,
            @JsonProperty("use") String use,
            @JsonProperty("alg") String algorithm,
            @JsonProperty("kid") String id,
            @JsonProperty("x") String x) {}
}
