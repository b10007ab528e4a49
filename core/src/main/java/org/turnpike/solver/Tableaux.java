package org.turnpike.solver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.data.NearestName;

/** The Runge–Kutta methods that Turnpike knows; every coefficient stands here as published. */
public final class Tableaux {

    private static final String HERMITE = "";

    public static final Tableau EULER =
            TableauReader.read("euler", 1, "Euler, Institutionum calculi integralis, 1768", """
            0 |
            --+--
            b | 1
            """, HERMITE);

    public static final Tableau MIDPOINT =
            TableauReader.read("midpoint", 2, "Runge, Math. Ann. 46, 1895", """
            0   |
            1/2 | 1/2
            ----+--------
            b   | 0     1
            """, HERMITE);

    /** With Euler's method as its error estimate. */
    public static final Tableau HEUN = TableauReader.read("heun", 2, "Heun, Z. Math. Phys. 45, 1900", """
            0  |
            1  | 1
            ---+--------
            b  | 1/2 1/2
            b* | 1   0
            """, HERMITE);

    public static final Tableau RK4 = TableauReader.read("rk4", 4, "Kutta, Z. Math. Phys. 46, 1901", """
            0   |
            1/2 | 1/2
            1/2 | 0   1/2
            1   | 0   0   1
            ----+----------------
            b   | 1/6 1/3 1/3 1/6
            """, HERMITE);

    /** What torchdiffeq, and so DEEP's scripts, call {@code rk4}. */
    public static final Tableau RK4_38 =
            TableauReader.read("rk4-38", 4, "Kutta, Z. Math. Phys. 46, 1901 (3/8 rule)", """
            0   |
            1/3 |  1/3
            2/3 | -1/3   1
            1   |  1    -1    1
            ----+---------------------
            b   |  1/8   3/8  3/8  1/8
            """, HERMITE);

    public static final Tableau BOSH3 =
            TableauReader.read("bosh3", 3, "Bogacki, Shampine, Appl. Math. Lett. 2, 1989", """
            0   |
            1/2 | 1/2
            3/4 | 0    3/4
            1   | 2/9  1/3 4/9
            ----+-----------------
            b   | 2/9  1/3 4/9 0
            b*  | 7/24 1/4 1/3 1/8
            """, HERMITE);

    /** The interpolant is Shampine's, Math. Comp. 46, 1986, with the c₆ of Hairer's code. */
    public static final Tableau DOPRI5 =
            TableauReader.read("dopri5", 5, "Dormand, Prince, J. Comput. Appl. Math. 6, 1980", """
            0    |
            1/5  | 1/5
            3/10 | 3/40         9/40
            4/5  | 44/45       -56/15       32/9
            8/9  | 19372/6561  -25360/2187  64448/6561  -212/729
            1    | 9017/3168   -355/33      46732/5247   49/176   -5103/18656
            1    | 35/384       0           500/1113     125/192  -2187/6784     11/84
            -----+-------------------------------------------------------------------------
            b    | 35/384       0           500/1113     125/192  -2187/6784     11/84     0
            b*   | 5179/57600   0           7571/16695   393/640  -92097/339200  187/2100  1/40
            """, """
            1  -8048581381/2820520608    8663915743/2820520608    -12715105075/11282082432
            0   0                        0                         0
            0   131558114200/32700410799 -68118460800/10900136933  87487479700/32700410799
            0  -1754552775/470086768     14199869525/1410260304   -10690763975/1880347072
            0   127303824393/49829197408 -318862633887/49829197408 701980252875/199316789632
            0  -282668133/205662961      2019193451/616988883     -1453857185/822651844
            0   40617522/29380423        -110615467/29380423       69997945/29380423
            """);

    public static final Tableau TSIT5 =
            TableauReader.read("tsit5", 5, "Tsitouras, Comput. Math. Appl. 62, 2011", """
            0                  |
            0.161              |  0.161
            0.327              | -0.008480655492356989 0.335480655492357
            0.9                |  2.8971530571054935 -6.359448489975075 4.3622954328695815
            0.9800255409045097 |  5.325864828439257 -11.748883564062828 7.4955393428898365 -0.09249506636175525
            1 |  5.86145544294642 -12.92096931784711 8.159367898576159 -0.071584973281401 -0.028269050394068383
            1 | 0.09646076681806523 0.01 0.4798896504144996 1.379008574103742 -3.290069515436081 2.324710524099774
            --+---
            b | 0.09646076681806523 0.01 0.4798896504144996 1.379008574103742 -3.290069515436081 2.324710524099774 0
            b-b* | -0.00178001105222577714 -0.0008164344596567469 0.007880878010261995 -0.1447110071732629 \
            0.5823571654525552 -0.45808210592918697 0.015151515151515152
            """, """
            1  -2.763706197274826    2.9132554618219126   -1.0530884977290216
            0   0.13169999999999998 -0.2234                0.1017
            0   3.9302962368947516  -5.941033872131505     2.490627285651253
            0 -12.411077166933676   30.33818863028232    -16.548102889244902
            0  37.50931341651104   -88.1789048947664      47.37952196281928
            0 -27.896526289197286   65.09189467479366    -34.87065786149661
            0   1.5                 -4                     2.5
            """);

    private static final Map<String, Tableau> BY_NAME = byName();

    private Tableaux() {}

    /** Names of all methods. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Names of the methods with an error estimate, which adaptive steps need. */
    public static List<String> embeddedNames() {
        return BY_NAME.values().stream()
                .filter(Tableau::isEmbedded)
                .map(Tableau::name)
                .toList();
    }

    /** The method called {@code name} in the configuration. */
    public static Tableau named(String name) {
        Tableau tableau = BY_NAME.get(name);
        if (tableau == null) {
            throw new IllegalArgumentException(
                    "No method '" + name + "'. " + NearestName.suggestion(names(), name) + "Known are " + names());
        }
        return tableau;
    }

    private static Map<String, Tableau> byName() {
        Map<String, Tableau> methods = new LinkedHashMap<>();
        for (Tableau tableau : List.of(EULER, MIDPOINT, HEUN, RK4, RK4_38, BOSH3, DOPRI5, TSIT5)) {
            methods.put(tableau.name(), tableau);
        }
        return methods;
    }
}
