package onechat.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the README's tables of modules and packages true. */
class ArchitectureTest {
    private static final String[] JDK = {"java..", "javax.."};

    private final JavaClasses product = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("onechat");

    /** A package, with those below it, uses only the JDK, itself and what is listed. */
    private void mayUse(String itself, String... others) {
        String[] allowed = new String[JDK.length + others.length + 2];
        System.arraycopy(JDK, 0, allowed, 0, JDK.length);
        System.arraycopy(others, 0, allowed, JDK.length, others.length);
        allowed[allowed.length - 2] = itself + "..";
        allowed[allowed.length - 1] = "org.jspecify.annotations";
        classes()
                .that()
                .resideInAPackage(itself + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(product);
    }

    @Test
    void everythingOfTheProductIsLookedAt() {
        assertThat(product).anyMatch(c -> c.getPackageName().equals("onechat.protocol.client"));
        assertThat(product).anyMatch(c -> c.getPackageName().equals("onechat.bridge"));
        assertThat(product).anyMatch(c -> c.getPackageName().equals("onechat.gateway.signaling"));
    }

    @Test
    void theProtocolNeedsNothingButTheJdkAndJackson() {
        mayUse("onechat.protocol", "tools.jackson.core..");
    }

    @Test
    void theBridgeKnowsNothingOfUsersAndCalls() {
        mayUse("onechat.bridge", "onechat.protocol..", "org.eclipse.jetty..", "org.slf4j");
    }

    @Test
    void signalingIsPure() {
        mayUse("onechat.gateway.signaling", "onechat.protocol");
        noClasses()
                .that()
                .resideInAPackage("onechat.gateway.signaling")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.sql..", "java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(product);
    }

    @Test
    void sessionsUseSignalingAndTheProtocol() {
        mayUse(
                "onechat.gateway.session",
                "onechat.gateway.signaling",
                "onechat.protocol..",
                "org.slf4j",
                "org.slf4j.spi");
    }

    @Test
    void theTcpEdgeKnowsNothingButTheProtocol() {
        mayUse("onechat.gateway.tcp", "onechat.protocol..", "org.slf4j");
    }

    @Test
    void theDirectoryServesSessionsAndSignaling() {
        mayUse(
                "onechat.gateway.directory",
                "onechat.gateway.session",
                "onechat.gateway.signaling",
                "onechat.protocol",
                "com.zaxxer.hikari..",
                "org.h2..",
                "at.favre.lib..",
                "org.slf4j");
    }

    @Test
    void tokensServeSessions() {
        mayUse(
                "onechat.gateway.token",
                "onechat.gateway.file",
                "onechat.gateway.session",
                "onechat.gateway.signaling",
                "onechat.protocol",
                "com.nimbusds.jose..",
                "com.nimbusds.jwt..",
                "org.slf4j");
    }

    @Test
    void iceServersServeSignaling() {
        mayUse("onechat.gateway.ice", "onechat.gateway.signaling", "onechat.protocol", "javax.crypto..");
    }

    @Test
    void theCertificateIsNobodysBusinessButTheFiles() {
        mayUse("onechat.gateway.tls", "onechat.gateway.file", "org.slf4j");
    }

    @Test
    void filesAreReadWithNothingButTheJdk() {
        mayUse("onechat.gateway.file");
    }

    @Test
    void theAdminPortOnlyLooksAtSessionsAndCalls() {
        mayUse(
                "onechat.gateway.admin",
                "onechat.gateway.session",
                "onechat.gateway.signaling",
                "onechat.protocol",
                "com.sun.net.httpserver",
                "io.micrometer.core.instrument..",
                "io.micrometer.prometheusmetrics",
                "tools.jackson.core..",
                "org.slf4j");
    }

    @Test
    void theBenchmarkIsAClientThatKnowsNothingOfTheServerButItsUsers() {
        mayUse(
                "onechat.gateway.bench",
                "onechat.gateway.command",
                "onechat.gateway.directory",
                "onechat.protocol",
                "com.sun.management",
                "org.HdrHistogram",
                "picocli..",
                "tools.jackson.core..");
    }

    @Test
    void theAotCacheIsMadeByClientsOfAnotherProcess() {
        mayUse(
                "onechat.gateway.aot",
                "onechat.gateway.command",
                "onechat.protocol",
                "onechat.protocol.client",
                "picocli..");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("onechat.(gateway.*)").should().beFreeOfCycles().check(product);
    }

    @Test
    void everyPackageSaysItsDutyAndIsNullMarked() {
        for (JavaPackage each : product.getDefaultPackage().getSubpackagesInTree()) {
            if (each.getName().startsWith("onechat") && !each.getClasses().isEmpty()) {
                assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as(each.getName())
                        .isTrue();
            }
        }
    }

    @Test
    void noClassIsCalledForWhatEveryClassIs() {
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)").check(product);
    }
}
