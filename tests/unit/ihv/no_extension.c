/* A shared object that is no extension. */
int something_else;
