/*
 * A field table that compiles as it is, and must not with any one of the mistakes defined.
 */
#include "schema/schema.h"

typedef enum { COLOUR_RED, COLOUR_BLUE } colour;

typedef struct {
	dr_str name;
} wheel;
typedef struct {
	dr_str label;
} door;
typedef DR_LIST(wheel) wheels;

typedef struct {
	int64_t weight;
	dr_status weight_status;
	int32_t seats;
	colour paint;
	dr_str maker;
	bool maker_status;
	int64_t year;
	door rear;
	wheels axle;
	dr_status axle_status;
	dr_place where;
	dr_span part;
} car;

static const dr_field WHEEL_FIELDS[] = { DR_PLAIN(wheel, name, "what it is called") };
static DR_SCHEMA(WHEEL, "wheel", wheel, WHEEL_FIELDS, "a wheel");
static const dr_field DOOR_FIELDS[] = { DR_PLAIN(door, label, "what is on it") };
static DR_SCHEMA(DOOR, "door", door, DOOR_FIELDS, "a door");

const dr_field CAR_FIELDS[] = {
	DR_FACT(car, weight, "kilograms", DR_PLACE(car, where)),
	DR_RECORD(car, rear, door, DOOR, "the rear door"),
	DR_LISTED(car, axle, wheel, WHEEL, "its wheels"),
#ifdef SCALAR_OF_OTHER_KIND
	DR_PLAIN(car, seats, "an int32_t, which is no type of ours"),
#endif
#ifdef ENUM_MEMBER
	DR_PLAIN(car, paint, "an enum, which is no type of ours"),
#endif
#ifdef NO_STATUS
	DR_FACT(car, year, "a fact without a status beside it"),
#endif
#ifdef STATUS_OF_OTHER_TYPE
	DR_FACT(car, maker, "its status is a bool"),
#endif
#ifdef RECORD_OF_OTHER_TYPE
	DR_RECORD(car, rear, wheel, WHEEL, "a door that is said to be a wheel"),
#endif
#ifdef LIST_OF_OTHER_TYPE
	DR_LISTED(car, axle, door, DOOR, "wheels that are said to be doors"),
#endif
#ifdef LIST_AS_SCALAR
	DR_FACT(car, axle, "a list of structs that is said to be a scalar"),
#endif
#ifdef NO_SUCH_MEMBER
	DR_PLAIN(car, colour, "a member that is not there"),
#endif
#ifdef PLACE_OF_OTHER_TYPE
	DR_FACT(car, weight, "its place is a span", DR_PLACE(car, part)),
#endif
};
