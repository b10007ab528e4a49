package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableauTest {

    static Stream<Tableau> all() {
        return Tableaux.names().stream().map(Tableaux::named);
    }

    static Stream<Tableau> embedded() {
        return all().filter(Tableau::isEmbedded);
    }

    static Stream<Tableau> interpolating() {
        return all().filter(Tableau::hasInterpolant);
    }

    @Test
    void treesAreAllThere() {
        assertThat(Stream.of(1, 2, 3, 4, 5, 6).map(n -> RootedTree.ofSize(n).size()))
                .containsExactly(1, 1, 2, 4, 9, 20);
    }

    @ParameterizedTest
    @MethodSource("all")
    void weightsMeetTheConditionsOfTheirOrderAndNoMore(Tableau method) {
        assertThat(order(method, method::weight)).isEqualTo(method.order());
    }

    @ParameterizedTest
    @MethodSource("embedded")
    void embeddedWeightsAreOneOrderLower(Tableau method) {
        assertThat(order(method, i -> method.weight(i) - method.error(i))).isEqualTo(method.order() - 1);
    }

    @ParameterizedTest
    @MethodSource("interpolating")
    void interpolantsAreOfOrderFour(Tableau method) {
        for (double theta : new double[] {0.1, 0.35, 0.5, 0.8, 1}) {
            for (int size = 1; size <= 4; size++) {
                for (RootedTree tree : RootedTree.ofSize(size)) {
                    double sum = 0;
                    double[] weights = tree.weights(method);
                    for (int i = 0; i < weights.length; i++) {
                        for (int power = 1; power <= method.interpolantDegree(); power++) {
                            sum += method.interpolant(i, power) * Math.pow(theta, power) * weights[i];
                        }
                    }
                    assertThat(sum).isCloseTo(Math.pow(theta, size) / tree.density(), within(1e-12));
                }
            }
        }
    }

    @Test
    void firstSameAsLastIsSeen() {
        assertThat(all().filter(Tableau::isFirstSameAsLast))
                .containsExactly(Tableaux.BOSH3, Tableaux.DOPRI5, Tableaux.TSIT5);
        assertThat(Tableaux.DOPRI5.evaluationsPerStep()).isEqualTo(6);
        assertThat(Tableaux.RK4.evaluationsPerStep()).isEqualTo(4);
    }

    @Test
    void unknownNamesBringTheNearestOne() {
        assertThatThrownBy(() -> Tableaux.named("dorpi5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No method 'dorpi5'")
                .hasMessageContaining("'dopri5'")
                .hasMessageContaining("[euler, midpoint, heun, rk4, rk4-38, bosh3, dopri5, tsit5]");
    }

    @Test
    void aSlipInATableauIsFound() {
        assertThatThrownBy(() -> TableauReader.read("slip", 2, "", """
                0   |
                1/2 | 1/3
                b   | 0   1
                """, ""))
                .hasMessage("The tableau of slip row 1 of a sums to 0.3333333333333333, expected 0.5");
        assertThatThrownBy(() -> TableauReader.read("slip", 2, "", """
                0   |
                1/2 | 1/2
                b   | 1/2   1
                """, ""))
                .hasMessage("The tableau of slip b sums to 1.5, expected 1.0");
        assertThatThrownBy(() -> TableauReader.read("slip", 2, "", """
                0   |
                1   | 1/2 1/2
                b   | 1/2 1/2
                """, ""))
                .hasMessage("The tableau of slip is not explicit: stage 1 has 2 coefficients, expected 1");
    }

    private static int order(Tableau method, IntToDoubleFunction weight) {
        int order = 0;
        while (meets(method, weight, order + 1)) {
            order++;
        }
        return order;
    }

    private static boolean meets(Tableau method, IntToDoubleFunction weight, int size) {
        return RootedTree.ofSize(size).stream().allMatch(tree -> {
            double sum = 0;
            double[] weights = tree.weights(method);
            for (int i = 0; i < weights.length; i++) {
                sum += weight.applyAsDouble(i) * weights[i];
            }
            return Math.abs(sum - 1 / tree.density()) < 1e-12;
        });
    }
}
