#include "molecule.hpp"

WBM_PLUGIN("org.wbmedia.molecule", "0.1.0", wbm::molecule::Molecule)
