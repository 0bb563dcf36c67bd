package io.mnemesh.testing.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.mnemesh.mesh.Algorithms;
import java.util.Set;

/**
 * The six architecture rules. A service is held to them by a test of its own:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "io.mnemesh.memory", importOptions = ImportOption.DoNotIncludeTests.class)
 * class ArchitectureTest {
 *     @ArchTest
 *     static final ArchTests RULES = ArchTests.in(MnemeshArchitecture.class);
 * }
 * }</pre>
 */
public final class MnemeshArchitecture {

    private static final String ROOT = "io.mnemesh.";
    private static final Set<String> SERVICES =
            Set.of("memory", "embeddings", "intelligence", "realtime", "cacheservice", "gateway");

    /** Services never import services. */
    @ArchTest
    public static final ArchRule SERVICES_STAND_ALONE =
            classes().should(new NotDependOnAnotherService()).allowEmptyShould(true);

    /** A resource translates HTTP to a service call; it knows no repository. */
    @ArchTest
    public static final ArchRule RESOURCES_KNOW_NO_REPOSITORIES = noClasses()
            .that(simpleNameEndingWith("Resource"))
            .should(dependOnClassesThat(simpleNameEndingWith("Repository")))
            .allowEmptyShould(true);

    /** HTTP ends at the rest packages. */
    @ArchTest
    public static final ArchRule HTTP_STAYS_IN_REST = noClasses()
            .that(resideOutsideOfRest())
            .should(dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..")))
            .allowEmptyShould(true);

    /** Packages marked {@link Algorithms} are free of frameworks. */
    @ArchTest
    public static final ArchRule ALGORITHMS_ARE_PLAIN = noClasses()
            .that(describe(
                    "reside in a package of algorithms",
                    type -> type.getPackage().isAnnotatedWith(Algorithms.class)))
            .should(dependOnClassesThat(resideInAnyPackage(
                    "io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta.inject..", "jakarta.enterprise..")))
            .allowEmptyShould(true);

    /** Nothing sleeps and nothing waits without end. */
    @ArchTest
    public static final ArchRule NOTHING_SLEEPS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould()
            .callMethod("io.smallrye.mutiny.groups.UniAwait", "indefinitely")
            .allowEmptyShould(true);

    /** Entities never leave the persistence packages. */
    @ArchTest
    public static final ArchRule ENTITIES_STAY_IN_PERSISTENCE = noClasses()
            .that(describe(
                    "reside outside of persistence",
                    type -> !type.getPackageName().endsWith(".persistence")))
            .should(dependOnClassesThat(describe("are entities", MnemeshArchitecture::isEntity)))
            .allowEmptyShould(true);

    private MnemeshArchitecture() {}

    private static boolean isEntity(JavaClass type) {
        return type.isAnnotatedWith("jakarta.persistence.Entity")
                || type.isAnnotatedWith("jakarta.persistence.MappedSuperclass");
    }

    private static DescribedPredicate<JavaClass> resideOutsideOfRest() {
        return describe(
                "reside outside of rest packages",
                type -> !type.getPackageName().endsWith(".rest"));
    }

    private static final class NotDependOnAnotherService extends ArchCondition<JavaClass> {

        NotDependOnAnotherService() {
            super("not depend on another service");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String own = serviceOf(type);
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> {
                        String other = serviceOf(dependency.getTargetClass());
                        return SERVICES.contains(other) && !other.equals(own);
                    })
                    .forEach(dependency ->
                            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
        }

        private static String serviceOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith(ROOT)) {
                return "";
            }
            int end = name.indexOf('.', ROOT.length());
            return name.substring(ROOT.length(), end < 0 ? name.length() : end);
        }
    }
}
