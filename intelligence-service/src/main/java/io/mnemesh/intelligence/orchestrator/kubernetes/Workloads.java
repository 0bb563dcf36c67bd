package io.mnemesh.intelligence.orchestrator.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workloads of the services, deployments or stateful sets of one namespace. These are all the calls that are made of the API, and
 * all that a role has to allow: {@code get} and {@code patch} of scales, {@code list} of pods, horizontal pod autoscalers and scaled
 * objects, and {@code create} of evictions. Every method throws {@link KubernetesClientException} where the API refuses or does not answer.
 */
public final class Workloads {

    private static final String DEPLOYMENT = "Deployment";
    private static final String STATEFUL_SET = "StatefulSet";
    private static final List<String> ALL = List.of("All");
    private static final ResourceDefinitionContext SCALED_OBJECT = new ResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledObject")
            .withPlural("scaledobjects")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final String namespace;
    private final String prefix;
    private final Set<String> statefulSets;

    /**
     * @param prefix       what the names of the workloads begin with; the name of the service follows
     * @param statefulSets services that are stateful sets
     */
    public Workloads(KubernetesClient client, String namespace, String prefix, Set<String> statefulSets) {
        this.client = client;
        this.namespace = namespace;
        this.prefix = prefix;
        this.statefulSets = Set.copyOf(statefulSets);
    }

    /** Empty if there is no such workload. */
    Optional<Scale> scale(String service) {
        return found(() -> workload(service).scale());
    }

    /** Pods of a workload. */
    List<Pod> pods(Scale scale) {
        return client.pods()
                .inNamespace(namespace)
                .withLabelSelector(scale.getStatus().getSelector())
                .list()
                .getItems();
    }

    /** What decides on the replicas of the service beside its workload, for example {@code HorizontalPodAutoscaler mesh-memory}. */
    Optional<String> scaler(String service) {
        return client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).list().getItems().stream()
                .filter(autoscaler -> isOf(
                        service,
                        autoscaler.getSpec().getScaleTargetRef().getKind(),
                        autoscaler.getSpec().getScaleTargetRef().getName()))
                .map(autoscaler ->
                        "HorizontalPodAutoscaler " + autoscaler.getMetadata().getName())
                .findFirst()
                .or(() -> scaledObjects().stream()
                        .filter(object -> isOf(
                                service,
                                object.get("spec", "scaleTargetRef", "kind"),
                                object.get("spec", "scaleTargetRef", "name")))
                        .map(object -> "ScaledObject " + object.getMetadata().getName())
                        .findFirst());
    }

    /**
     * Changes the number of replicas if it is still the one that is said; the API decides on both in one step.
     *
     * @return version of the workload after it
     */
    String scale(String service, int from, int to, boolean dryRun) {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager("mnemesh-orchestrator")
                .withDryRun(dryRun ? ALL : List.of())
                .build();
        return workload(service)
                .subresource("scale")
                .patch(context, """
                    [{"op":"test","path":"/spec/replicas","value":%d},{"op":"replace","path":"/spec/replicas","value":%d}]\
                    """.formatted(from, to))
                .getMetadata()
                .getResourceVersion();
    }

    /** Evicts a pod, within its disruption budget, if nothing of it changed since it was read. */
    void evict(Pod pod, boolean dryRun) {
        var metadata = pod.getMetadata();
        var eviction = new EvictionBuilder()
                .withNewMetadata()
                .withName(metadata.getName())
                .withNamespace(namespace)
                .endMetadata()
                .withDeleteOptions(new DeleteOptionsBuilder()
                        .withDryRun(dryRun ? ALL : List.of())
                        .withNewPreconditions(metadata.getResourceVersion(), metadata.getUid())
                        .build())
                .build();
        // Not evict() of the client, which keeps to itself why a disruption budget refuses.
        client.raw("/api/v1/namespaces/" + namespace + "/pods/" + metadata.getName() + "/eviction", "POST", eviction);
    }

    /** Named by an object of its own, so that the client does not read the workload before it patches its scale. */
    private ScalableResource<? extends HasMetadata> workload(String service) {
        var metadata = new ObjectMetaBuilder()
                .withName(prefix + service)
                .withNamespace(namespace)
                .build();
        return isStatefulSet(service)
                ? client.apps()
                        .statefulSets()
                        .resource(
                                new StatefulSetBuilder().withMetadata(metadata).build())
                : client.apps()
                        .deployments()
                        .resource(new DeploymentBuilder().withMetadata(metadata).build());
    }

    private boolean isStatefulSet(String service) {
        return statefulSets.contains(service);
    }

    private boolean isOf(String service, @Nullable String kind, @Nullable String name) {
        return (prefix + service).equals(name)
                && (isStatefulSet(service) ? STATEFUL_SET : DEPLOYMENT)
                        .equals(Objects.requireNonNullElse(kind, DEPLOYMENT));
    }

    /** None where KEDA is not installed. */
    private List<GenericKubernetesResource> scaledObjects() {
        return found(() -> client.genericKubernetesResources(SCALED_OBJECT)
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .orElse(List.of());
    }

    private static <T> Optional<T> found(Supplier<@Nullable T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
