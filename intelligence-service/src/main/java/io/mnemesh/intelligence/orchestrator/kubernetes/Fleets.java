package io.mnemesh.intelligence.orchestrator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mnemesh.intelligence.orchestrator.AdvisingFleet;
import io.mnemesh.intelligence.orchestrator.Fleet;
import io.mnemesh.intelligence.orchestrator.OrchestratorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says where the services run. Without Kubernetes nothing can be done, only advised, and no client is made. */
@ApplicationScoped
class Fleets {

    @Produces
    @Singleton
    Fleet fleet(OrchestratorConfig config, Instance<KubernetesClient> client) {
        OrchestratorConfig.Kubernetes kubernetes = config.kubernetes();
        if (!kubernetes.enabled()) {
            return new AdvisingFleet();
        }
        KubernetesClient made = client.get();
        String namespace = kubernetes
                .namespace()
                .or(() -> Optional.ofNullable(made.getNamespace()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "mnemesh.intelligence.orchestrator.kubernetes.namespace is not set; it must be outside"
                                + " a pod."));
        return new KubernetesFleet(new Workloads(
                made,
                namespace,
                kubernetes.prefix(),
                Set.copyOf(kubernetes.statefulSets().orElse(List.of()))));
    }
}
