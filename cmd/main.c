#include <stdio.h>

int main(void)
{
	puts("dmarcramp " DMARCRAMP_VERSION);
	return 0;
}
