package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private final TenantId greedy = new TenantId("greedy");
    private final TenantId modest = new TenantId("modest");
    private final FairShare share = new FairShare(100);

    @Test
    void shouldLeaveTheLastQuarterToNewcomers() {
        assertThat(enter(greedy, 200)).isEqualTo(75);
        assertThat(enter(modest, 25)).isEqualTo(25);
        assertThat(share.total()).isEqualTo(100);
    }

    @Test
    void shouldShareEquallyOnceOthersCome() {
        // Given
        enter(greedy, 75);
        enter(modest, 1);

        // When
        for (int i = 0; i < 37; i++) {
            share.leave(greedy);
        }
        assertThat(enter(modest, 36)).isEqualTo(36);

        // Then
        assertThat(enter(greedy, 10)).isZero();
        assertThat(enter(modest, 10)).isZero();
    }

    @Test
    void shouldNotLimitAnybodyWhileTheServiceIsIdle() {
        for (int i = 0; i < 50; i++) {
            assertThat(share.enter(new TenantId("t" + i))).isTrue();
        }
    }

    @Test
    void shouldForgetWhoHasLeft() {
        enter(greedy, 75);
        for (int i = 0; i < 75; i++) {
            share.leave(greedy);
        }
        assertThat(share.total()).isZero();
        assertThat(enter(modest, 200)).isEqualTo(75);
    }

    private int enter(TenantId tenant, int times) {
        int entered = 0;
        for (int i = 0; i < times; i++) {
            entered += share.enter(tenant) ? 1 : 0;
        }
        return entered;
    }
}
