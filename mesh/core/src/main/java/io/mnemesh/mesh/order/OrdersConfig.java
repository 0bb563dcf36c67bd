package io.mnemesh.mesh.order;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may give orders to the gateways. */
@ConfigMapping(prefix = "mnemesh.orders")
public interface OrdersConfig {

    /**
     * Key of 32 bytes or more in base64 that orders to the gateways and their answers are signed with, the same for gateway and
     * intelligence-service. Without it no order is given, and none is followed.
     */
    Optional<String> key();
}
