package io.mnemesh.cacheservice.quotas;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Quotas of a tenant and what it stores.
 *
 * @param quota      of the tenant, its own or that of all who have none; null if there is neither
 * @param usage      of the tenant
 * @param namespaces those that have a quota or store something, by name
 */
@Schema(name = "CacheQuotas", description = "Quotas of a tenant and what it stores", examples = """
                {"quota":{"maxBytes":1073741824},"usage":{"entries":3,"bytes":712},"namespaces":[\
                {"namespace":"docs","quota":{"maxEntries":1000},"usage":{"entries":3,"bytes":712}}]}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuotaReport(@Nullable Quota quota, Usage usage, List<OfNamespace> namespaces) {

    /**
     * Quota of a namespace and what is stored in it.
     *
     * @param quota null if there is none
     */
    @Schema(name = "CacheNamespaceQuota")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfNamespace(String namespace, @Nullable Quota quota, Usage usage) {}
}
