/* The module of the part reports: its functions themselves. */
#include "late.h"

#define LATE(name, parameters, arguments) .name = (name),
#define LATE_CLOSE(name, type)            .name = (name),
#define LATE_SETUP(name)                  .name = (name),

const late_reports DMARCRAMP_REPORTS = {
#include "late_reports.def"
};
