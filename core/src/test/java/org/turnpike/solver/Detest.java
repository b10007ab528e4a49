package org.turnpike.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.turnpike.field.Field;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Classes A (single equations), B (small systems) and C (moderate systems) of Hull, Enright, Fellen, Sedgwick, <i>Comparing
 * numerical methods for ordinary differential equations</i>, SIAM J. Numer. Anal. 9, 1972.
 */
record Detest(String name, Field field, double[] initial) {

    static List<Detest> all() {
        List<Detest> all = new ArrayList<>();
        all.addAll(singleEquations());
        all.addAll(smallSystems());
        all.addAll(moderateSystems());
        return all;
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Detest> singleEquations() {
        return List.of(
                single("A1", 1, (p, t, y) -> p.negate(y)),
                single("A2", 1, (p, t, y) -> p.scale(-0.5, p.multiply(y, p.square(y)))),
                single("A3", 1, (p, t, y) -> p.multiply(y, p.cosine(t))),
                single(
                        "A4",
                        1,
                        (p, t, y) -> p.multiply(p.scale(0.25, y), p.subtract(p.constant(1, 1), p.scale(0.05, y)))),
                single("A5", 4, (p, t, y) -> p.divide(p.subtract(y, t), p.add(y, t))));
    }

    private static List<Detest> smallSystems() {
        return List.of(
                system("B1", new double[] {1, 3}, (p, y) -> {
                    Value product = p.multiply(y[0], y[1]);
                    return new Value[] {p.scale(2, p.subtract(y[0], product)), p.subtract(product, y[1])};
                }),
                system("B2", new double[] {2, 0, 1}, (p, y) -> new Value[] {
                    p.subtract(y[1], y[0]), p.add(p.subtract(y[0], p.scale(2, y[1])), y[2]), p.subtract(y[1], y[2])
                }),
                system("B3", new double[] {1, 0, 0}, (p, y) ->
                        new Value[] {p.negate(y[0]), p.subtract(y[0], p.square(y[1])), p.square(y[1])}),
                system("B4", new double[] {3, 0, 0}, (p, y) -> {
                    Value r = p.squareRoot(p.add(p.square(y[0]), p.square(y[1])));
                    return new Value[] {
                        p.negate(p.add(y[1], p.divide(p.multiply(y[0], y[2]), r))),
                        p.subtract(y[0], p.divide(p.multiply(y[1], y[2]), r)),
                        p.divide(y[0], r)
                    };
                }),
                system("B5", new double[] {0, 1, 1}, (p, y) -> new Value[] {
                    p.multiply(y[1], y[2]), p.negate(p.multiply(y[0], y[2])), p.scale(-0.51, p.multiply(y[0], y[1]))
                }));
    }

    private static List<Detest> moderateSystems() {
        return List.of(
                system("C1", unit(10), (p, y) -> decayChain(p, y, i -> 1.0)),
                system("C2", unit(10), (p, y) -> decayChain(p, y, i -> i + 1.0)),
                system("C3", unit(10), Detest::diffusion),
                system("C4", unit(51), Detest::diffusion),
                system("C5", FIVE_BODIES, Detest::fiveBodies));
    }

    private static Value[] decayChain(ProgramBuilder p, Value[] y, Function<Integer, Double> rate) {
        Value[] derivative = new Value[y.length];
        for (int i = 0; i < y.length; i++) {
            Value gain = i == 0 ? p.constant(0, 1) : p.scale(rate.apply(i - 1), y[i - 1]);
            derivative[i] = i == y.length - 1 ? gain : p.subtract(gain, p.scale(rate.apply(i), y[i]));
        }
        return derivative;
    }

    private static Value[] diffusion(ProgramBuilder p, Value[] y) {
        Value[] derivative = new Value[y.length];
        for (int i = 0; i < y.length; i++) {
            derivative[i] = p.scale(-2, y[i]);
            if (i > 0) {
                derivative[i] = p.add(derivative[i], y[i - 1]);
            }
            if (i + 1 < y.length) {
                derivative[i] = p.add(derivative[i], y[i + 1]);
            }
        }
        return derivative;
    }

    private static final double GRAVITY = 2.95912208286;
    private static final double SUN = 1.00000597682;
    private static final double[] MASSES = {
        .000954786104043, .000285583733151, .0000437273164546, .0000517759138449, .00000277777777778
    };

    /** Jupiter, Saturn, Uranus, Neptune, Pluto: three coordinates of each, then three velocities of each. */
    private static final double[] FIVE_BODIES = {
        3.42947415189,
        3.35386959711,
        1.35494901715,
        6.64145542550,
        5.97156957878,
        2.18231499728,
        11.2630437207,
        14.6952576794,
        6.27960525067,
        -30.1552268759,
        1.65699966404,
        1.43785752721,
        -21.1238353380,
        28.4465098142,
        15.3882659679,
        -.557160570446,
        .505696783289,
        .230578543901,
        -.415570776342,
        .365682722812,
        .169143213293,
        -.325325669158,
        .189706021964,
        .0877265322780,
        -.0240476254170,
        -.287659532608,
        -.117219543175,
        -.176860753121,
        -.216393453025,
        -.0148647893090
    };

    private static Value[] fiveBodies(ProgramBuilder p, Value[] y) {
        int bodies = MASSES.length;
        Value[] derivative = new Value[y.length];
        for (int i = 0; i < 3 * bodies; i++) {
            derivative[i] = y[3 * bodies + i];
        }
        for (int body = 0; body < bodies; body++) {
            for (int axis = 0; axis < 3; axis++) {
                Value sum = p.scale(-(SUN + MASSES[body]), p.divide(y[3 * body + axis], cube(p, y, body, -1)));
                for (int other = 0; other < bodies; other++) {
                    if (other != body) {
                        Value gap = p.subtract(y[3 * other + axis], y[3 * body + axis]);
                        Value direct = p.divide(gap, cube(p, y, body, other));
                        Value indirect = p.divide(y[3 * other + axis], cube(p, y, other, -1));
                        sum = p.add(sum, p.scale(MASSES[other], p.subtract(direct, indirect)));
                    }
                }
                derivative[3 * bodies + 3 * body + axis] = p.scale(GRAVITY, sum);
            }
        }
        return derivative;
    }

    /** Distance cubed of a body from another, or from the sun (−1). */
    private static Value cube(ProgramBuilder p, Value[] y, int body, int other) {
        Value squared = p.constant(0, 1);
        for (int axis = 0; axis < 3; axis++) {
            Value position = y[3 * body + axis];
            squared = p.add(squared, p.square(other < 0 ? position : p.subtract(position, y[3 * other + axis])));
        }
        return p.multiply(squared, p.squareRoot(squared));
    }

    private interface Single {
        Value derivative(ProgramBuilder p, Value t, Value y);
    }

    private interface Many {
        Value[] derivative(ProgramBuilder p, Value[] y);
    }

    private static Detest single(String name, double initial, Single equation) {
        Field field = KnownProblem.field(1, p -> equation.derivative(p, p.input("t", 1), p.input("z", 1)));
        return new Detest(name, field, new double[] {initial});
    }

    private static Detest system(String name, double[] initial, Many equations) {
        Field field = KnownProblem.field(initial.length, p -> {
            Value[] y = new Value[initial.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = p.slice(p.input("z", initial.length), i, 1);
            }
            return p.concatenate(equations.derivative(p, y));
        });
        return new Detest(name, field, initial);
    }

    private static double[] unit(int size) {
        double[] unit = new double[size];
        unit[0] = 1;
        return unit;
    }
}
