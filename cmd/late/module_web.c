/* The module of the part web: its functions themselves. */
#include "late.h"

#define LATE(name, parameters, arguments) .name = (name),

const late_web DMARCRAMP_WEB = {
#include "late_web.def"
};
