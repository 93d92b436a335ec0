#include "reports/pdf/lib.h"

#include <dlfcn.h>
#include <string.h>

#include "reports/words.h"

enum library { CAIRO, PANGO, PANGOCAIRO, GOBJECT, GLIB, LIBRARIES };

static const char *const files[LIBRARIES] = {"libcairo.so.2", "libpango-1.0.so.0",
	"libpangocairo-1.0.so.0", "libgobject-2.0.so.0", "libglib-2.0.so.0"};

static const struct { const char *name; enum library library; size_t at; } functions[] = {
#define FN(name, library) {#name, library, offsetof(struct pdf_lib, name)},
#include "reports/pdf/lib.def"
#undef FN
};

const char *
pdf_lib_load(struct pdf_lib *l)
{
	void *handles[LIBRARIES];

	for (int i = 0; i < LIBRARIES; i++) {
		handles[i] = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
		if (handles[i] == NULL)
			return say_text(SAY_F_NO_LIBRARY);
	}
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		void *f = dlsym(handles[functions[i].library], functions[i].name);

		if (f == NULL)
			return say_text(SAY_F_NO_LIBRARY);
		memcpy((char *)l + functions[i].at, &f, sizeof(f));
	}
	return NULL;
}
