package io.mnemesh.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.mnemesh.gateway.fixture.NosyService;
import io.mnemesh.testing.architecture.fixture.DirectResource;
import io.mnemesh.testing.architecture.fixture.RowRepository;
import io.mnemesh.testing.architecture.fixture.SleepyLoop;
import io.mnemesh.testing.architecture.fixture.TangledAlgorithm;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MnemeshArchitectureTest {

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments(MnemeshArchitecture.SERVICES_STAND_ALONE, NosyService.class, RowRepository.class),
                arguments(MnemeshArchitecture.RESOURCES_KNOW_NO_REPOSITORIES, DirectResource.class, SleepyLoop.class),
                arguments(MnemeshArchitecture.HTTP_STAYS_IN_REST, DirectResource.class, RowRepository.class),
                arguments(MnemeshArchitecture.ALGORITHMS_ARE_PLAIN, TangledAlgorithm.class, RowRepository.class),
                arguments(MnemeshArchitecture.NOTHING_SLEEPS, SleepyLoop.class, TangledAlgorithm.class));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldNameWhoBreaksARuleAndNobodyElse(ArchRule rule, Class<?> breaks, Class<?> holds) {
        var classes = new ClassFileImporter().importPackagesOf(breaks, holds);

        var details = rule.evaluate(classes).getFailureReport().getDetails();

        assertThat(details)
                .anySatisfy(detail -> assertThat(detail).contains(breaks.getName()))
                .noneSatisfy(detail -> assertThat(detail).contains(holds.getName()));
    }
}
